using BasedAI.Fhe.Ring.Ntt;
using BasedAI.Fhe.Ring.Tests.Edge;
using BasedAI.Fhe.Ring.Tests.Reference;

namespace BasedAI.Fhe.Ring.Tests;

public sealed class NttTests
{
    public static TheoryData<int, ulong> EveryDegreeAndModulus
    {
        get
        {
            var data = new TheoryData<int, ulong>();
            for (var logN = ResidueRing.MinLogN; logN <= 16; logN++)
            {
                foreach (var modulus in Residues.Moduli)
                    data.Add(logN, modulus.Value);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(EveryDegreeAndModulus))]
    public void Forward_is_the_transform_by_layers_and_inverse_undoes_it(int logN, ulong q)
    {
        var ring = ResidueRing.Get(logN, new Modulus(q));
        var a = Residues.Awkward(ring.N, q, logN);
        var limb = Residues.ToDoubles(a);
        ring.Ntt(limb);
        Residues.AssertEqual(Schoolbook.Ntt(a, ring.PrimitiveRoot, q), limb);
        ring.InverseNtt(limb);
        Residues.AssertEqual(a, limb);
    }

    [Fact]
    public void Tables_come_with_the_first_transform_and_once_only()
    {
        var ring = new ResidueRing(10, Residues.Moduli[0], Kernels.ResidueKernels.Active);
        var limb = new double[ring.N];
        ring.Multiply(limb, limb, limb);
        _ = new BasisConverter([ring], [ResidueRing.Get(10, Residues.Moduli[1])]);
        Assert.False(ring.HasTables);
        Parallel.For(0, 8, _ => ring.Ntt(new double[ring.N]));
        Assert.True(ring.HasTables);
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void The_inverse_may_scale_and_leave_its_source_alone(ulong q)
    {
        foreach (var logN in (int[])[5, 6, 10, 13, 14])
        {
            var ring = ResidueRing.Get(logN, new Modulus(q));
            var source = Residues.ToDoubles(Residues.Awkward(ring.N, q, 7));
            var expected = (double[])source.Clone();
            ring.InverseNtt(expected);
            foreach (var scalar in (ulong[])[1, 2, q / 2, (q / 2) + 1, q - 1, q + 3])
            {
                var destination = new double[ring.N];
                ring.InverseNtt(source, scalar, destination);
                Residues.AssertEqual([.. expected.Select(x => Schoolbook.Multiply((ulong)x, scalar % q, q))], destination);
            }
            ring.InverseNtt(source, 3, source);
            Residues.AssertEqual([.. expected.Select(x => Schoolbook.Multiply((ulong)x, 3, q))], source);
        }
    }

    [Theory, MemberData(nameof(EveryDegreeAndModulus))]
    public void Extreme_limbs_survive(int logN, ulong q)
    {
        var ring = ResidueRing.Get(logN, new Modulus(q));
        foreach (var pattern in (Func<int, ulong>[])[_ => q - 1, _ => 0, i => i % 2 == 0 ? q - 1 : 0, i => i < ring.N / 2 ? q - 1 : 1, _ => (q - 1) / 2])
        {
            var a = Enumerable.Range(0, ring.N).Select(pattern).ToArray();
            var limb = Residues.ToDoubles(a);
            ring.InverseNtt(limb);
            ring.Ntt(limb);
            Residues.AssertEqual(a, limb);
            ring.Ntt(limb);
            ring.InverseNtt(limb);
            Residues.AssertEqual(a, limb);
        }
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Place_k_is_the_value_at_an_odd_power_of_psi_in_bit_reversed_order(ulong q)
    {
        const int LogN = 12;
        var ring = ResidueRing.Get(LogN, new Modulus(q));
        var a = Residues.Uniform(ring.N, q, 5);
        var limb = Residues.ToDoubles(a);
        ring.Ntt(limb);
        foreach (var k in (int[])[0, 1, 2, 63, 64, 1000, 4095])
        {
            var x = Schoolbook.Power(ring.PrimitiveRoot, (ulong)((2 * Schoolbook.Reverse(k, LogN)) + 1), q);
            Assert.Equal(Schoolbook.Evaluate(a, x, q), (ulong)limb[k]);
        }
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Pointwise_product_is_the_negacyclic_product(ulong q)
    {
        foreach (var logN in (int[])[5, 6, 9])
        {
            var ring = ResidueRing.Get(logN, new Modulus(q));
            ulong[] a = Residues.Awkward(ring.N, q, 1), b = Residues.Awkward(ring.N, q, 2);
            double[] x = Residues.ToDoubles(a), y = Residues.ToDoubles(b);
            ring.Ntt(x);
            ring.Ntt(y);
            ring.Multiply(x, y, x);
            ring.InverseNtt(x);
            Residues.AssertEqual(Schoolbook.NegacyclicProduct(a, b, q), x);
        }
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Psi_is_the_smallest_primitive_root(ulong q)
    {
        var ring = ResidueRing.Get(12, new Modulus(q));
        Assert.Equal(q - 1, Schoolbook.Power(ring.PrimitiveRoot, (ulong)ring.N, q));
        for (ulong g = 2; g < Math.Min(ring.PrimitiveRoot, 3000); g++)
            Assert.NotEqual(q - 1, Schoolbook.Power(g, (ulong)ring.N, q));
    }

    [Theory]
    [InlineData(5), InlineData(6), InlineData(7), InlineData(12), InlineData(13), InlineData(14), InlineData(15), InlineData(16), InlineData(17)]
    public void The_schedule_does_every_layer_and_stays_exact(int logN)
    {
        for (var bits = 31; bits <= 50; bits++)
        {
            // Not a prime: only its size counts here.
            var schedule = new NttSchedule(logN, new Modulus((1UL << bits) - 1));
            Assert.Equal(logN, schedule.Passes.Sum(pass => pass.Layers) + NttSchedule.TailLayers);
            var bound = Math.ScaleB(1, bits - 50);
            foreach (var pass in schedule.Passes)
            {
                bound = schedule.Forward(bound, pass.Layers, pass.ForwardReduces);
                Assert.True(bound <= NttSchedule.Ceiling, $"{bound} · 2^50 is not exact");
            }
            if (schedule.ForwardTailReducesLast)
            {
                Assert.True(schedule.ForwardTailReducesFirst);
                bound = schedule.Forward(schedule.Forward(bound, 2, reduce: true), 1, reduce: true);
            }
            else
            {
                bound = schedule.Forward(bound, NttSchedule.TailLayers, schedule.ForwardTailReducesFirst);
            }
            Assert.True(bound <= NttSchedule.Narrow, $"the forward tail may leave {bound}");
        }
    }

    [Theory]
    [InlineData(5), InlineData(6), InlineData(7), InlineData(12), InlineData(13), InlineData(14), InlineData(15), InlineData(16), InlineData(17)]
    public void The_inverse_stays_exact_place_by_place(int logN)
    {
        for (var bits = 31; bits <= 50; bits++)
        {
            var schedule = new NttSchedule(logN, new Modulus((1UL << bits) - 1));
            var q = Math.ScaleB(1, bits - 50);
            var bound = Steps(schedule, q, q, 3, schedule.InverseTailReduces, last: false);
            for (var k = schedule.Passes.Length - 1; k >= 0; k--)
                bound = Steps(schedule, q, bound, schedule.Passes[k].Layers, schedule.Passes[k].InverseReduces, last: k == 0);
        }
    }

    // Follows every place of a radix-4 or radix-8 butterfly; returns the largest bound it leaves.
    private static double Steps(NttSchedule schedule, double q, double entry, int layers, bool reduce, bool last)
    {
        var x = Enumerable.Repeat(entry, 1 << layers).ToArray();
        for (var layer = 0; layer < layers; layer++)
        {
            var distance = 1 << layer;
            for (var i = 0; i < x.Length; i++)
            {
                if ((i & distance) != 0)
                    continue;
                var sum = x[i] + x[i + distance];
                Assert.True(sum <= NttSchedule.Ceiling, $"{sum} · 2^50 is not exact");
                var product = schedule.Product(sum);
                if (last && layer == layers - 1)
                    Assert.True(product <= NttSchedule.Narrow, $"the last products may be {product}");
                (x[i], x[i + distance]) = (sum, product);
            }
            // Radix 8 reduces places 0 and 4 after its second layer, radix 4 places 0 and 2 after its first.
            if (reduce && layer == layers - 2)
                x[0] = x[x.Length / 2] = q / 2;
        }
        if (reduce)
        {
            x[1] = q / 2;
            if (layers == 3)
                x[2] = q / 2;
        }
        if (!last)
            Assert.True(x.Max() <= NttSchedule.InverseCeiling, $"{x.Max()} after a pass");
        return x.Max();
    }
}
