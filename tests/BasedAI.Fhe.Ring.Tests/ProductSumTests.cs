using BasedAI.Fhe.Ring.Tests.Edge;
using BasedAI.Fhe.Ring.Tests.Reference;

namespace BasedAI.Fhe.Ring.Tests;

public sealed class ProductSumTests
{
    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Product_sums_are_the_sums_of_the_products(ulong q)
    {
        var ring = ResidueRing.Get(6, new Modulus(q));
        var pool = LimbPool.For(ring.N);
        foreach (var count in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 40])
        {
            RnsPolynomial[] left = Rent(), right0 = Rent(), right1 = Rent();
            ulong[] sums0 = Residues.Awkward(ring.N, q, 500), sums1 = Residues.Awkward(ring.N, q, 501), begun0 = [.. sums0], begun1 = [.. sums1];
            begun0[0] = begun1[0] = sums0[0] = sums1[0] = q - 1;
            ulong[] fresh0 = new ulong[ring.N], fresh1 = new ulong[ring.N];
            for (var i = 0; i < count; i++)
            {
                // The first place has the largest operands in every term.
                ulong[] x = Residues.Awkward(ring.N, q, i), y = Residues.Awkward(ring.N, q, 100 + i), z = Residues.Awkward(ring.N, q, 200 + i);
                x[0] = y[0] = z[0] = q - 1;
                Residues.ToDoubles(x).CopyTo(left[i].Limb(1));
                Residues.ToDoubles(y).CopyTo(right0[i].Limb(1));
                Residues.ToDoubles(z).CopyTo(right1[i].Limb(1));
                for (var j = 0; j < ring.N; j++)
                {
                    ulong xy = Schoolbook.Multiply(x[j], y[j], q), xz = Schoolbook.Multiply(x[j], z[j], q);
                    (fresh0[j], fresh1[j], sums0[j], sums1[j]) = ((fresh0[j] + xy) % q, (fresh1[j] + xz) % q, (sums0[j] + xy) % q, (sums1[j] + xz) % q);
                }
            }
            double[] sum0 = Residues.ToDoubles(begun0), sum1 = Residues.ToDoubles(begun1);
            ring.ProductSums(left, right0, right1, 1, isAccumulated: true, sum0, sum1);
            Residues.AssertEqual(sums0, sum0);
            Residues.AssertEqual(sums1, sum1);
            ring.ProductSums(left, right0, right1, 1, isAccumulated: false, sum0, sum1);
            Residues.AssertEqual(fresh0, sum0);
            Residues.AssertEqual(fresh1, sum1);
            Assert.Throws<ArgumentException>(() => ring.ProductSums(left, right0.AsSpan(1), right1, 1, false, sum0, sum1));
            Assert.Throws<ArgumentException>(() => ring.ProductSums([], [], [], 1, false, sum0, sum1));
            foreach (var polynomial in (RnsPolynomial[])[.. left, .. right0, .. right1])
                polynomial.Dispose();

            RnsPolynomial[] Rent() => [.. Enumerable.Range(0, count).Select(_ => pool.Rent(2, Representation.Ntt))];
        }
    }
}
