using BasedAI.Fhe.Ring.Tests.Edge;
using BasedAI.Fhe.Ring.Tests.Reference;
using CsCheck;

namespace BasedAI.Fhe.Ring.Tests;

public sealed class AutomorphismTests
{
    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Coefficients_move_and_change_sign(ulong q)
    {
        foreach (var logN in (int[])[5, 6, 12])
        {
            var ring = ResidueRing.Get(logN, new Modulus(q));
            var a = Residues.Awkward(ring.N, q, 4);
            foreach (var element in Elements(logN))
            {
                var image = new double[ring.N];
                ring.Automorphism(Residues.ToDoubles(a), element, Representation.Coefficient, image);
                Residues.AssertEqual(Schoolbook.Automorphism(a, element.Value, q), image);
            }
        }
    }

    [Theory]
    [InlineData(5), InlineData(6), InlineData(12), InlineData(13), InlineData(16)]
    public void Both_representations_agree(int logN)
    {
        var q = Residues.Moduli[0].Value;
        var ring = ResidueRing.Get(logN, Residues.Moduli[0]);
        var source = Residues.ToDoubles(Residues.Awkward(ring.N, q, 6));
        var transformed = (double[])source.Clone();
        ring.Ntt(transformed);
        double[] byCoefficients = new double[ring.N], byValues = new double[ring.N];
        foreach (var element in Elements(logN))
        {
            ring.Automorphism(source, element, Representation.Coefficient, byCoefficients);
            ring.Ntt(byCoefficients);
            ring.Automorphism(transformed, element, Representation.Ntt, byValues);
            Assert.Equal(byCoefficients, byValues);
        }
    }

    [Fact]
    public void Automorphisms_compose()
    {
        const int LogN = 8;
        var ring = ResidueRing.Get(LogN, Residues.Moduli[1]);
        var source = Residues.ToDoubles(Residues.Uniform(ring.N, ring.Modulus.Value, 8));
        var mask = (2u * (uint)ring.N) - 1;
        Gen.Select(Gen.UInt[0, mask / 2], Gen.UInt[0, mask / 2], Gen.Enum<Representation>()).Sample((g, h, representation) =>
        {
            GaloisElement first = new((2 * g) + 1), second = new((2 * h) + 1), both = new(first.Value * second.Value & mask);
            double[] once = new double[ring.N], twice = new double[ring.N], direct = new double[ring.N];
            ring.Automorphism(source, first, representation, once);
            ring.Automorphism(once, second, representation, twice);
            ring.Automorphism(source, both, representation, direct);
            Assert.Equal(direct, twice);
        }, iter: 200);
    }

    [Theory]
    [InlineData(0, 13, 1u), InlineData(1, 13, 5u), InlineData(2, 13, 25u), InlineData(4096, 13, 1u), InlineData(-4095, 13, 5u)]
    public void A_rotation_is_a_power_of_five(int steps, int logN, uint expected)
        => Assert.Equal(expected, GaloisElement.FromRotation(steps, logN).Value);

    [Fact]
    public void A_rotation_and_its_opposite_cancel()
        => Gen.Select(Gen.Int, Gen.Int[5, 17]).Sample((steps, logN) =>
        {
            if (steps == int.MinValue)
                return;
            var product = (ulong)GaloisElement.FromRotation(steps, logN).Value * GaloisElement.FromRotation(-steps, logN).Value;
            Assert.Equal(1UL, product % (2UL << logN));
        });

    [Fact]
    public void Wrong_elements_and_overlaps_are_refused()
    {
        var ring = ResidueRing.Get(6, Residues.Moduli[0]);
        double[] source = new double[64], destination = new double[64];
        Assert.Throws<ArgumentException>(() => ring.Automorphism(source, new GaloisElement(4), Representation.Ntt, destination));
        Assert.Throws<ArgumentException>(() => ring.Automorphism(source, new GaloisElement(129), Representation.Ntt, destination));
        Assert.Throws<ArgumentException>(() => ring.Automorphism(source, new GaloisElement(5), Representation.Ntt, source));
    }

    private static IEnumerable<GaloisElement> Elements(int logN)
        => new[] { 0, 1, -1, 3, 64, 1 << (logN - 2) }.Select(steps => GaloisElement.FromRotation(steps, logN)).Append(GaloisElement.Conjugation(logN));
}
