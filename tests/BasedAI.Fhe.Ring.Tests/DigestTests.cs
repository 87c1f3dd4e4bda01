using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BasedAI.Fhe.Ring.Kernels;
using BasedAI.Fhe.Ring.Tests.Edge;

namespace BasedAI.Fhe.Ring.Tests;

/// <summary>
/// Outputs of every kernel for fixed seeds, pinned. Verification between machines rests on these bytes: the same constants hold for every width, every
/// processor and every release. A mismatch is a finding, never a reason to update.
/// </summary>
public sealed class DigestTests
{
    private static readonly Dictionary<string, string> Pinned = new()
    {
        ["add"] = "e5b7f8292495507fda326646a6507bcc2d89454810b9050669f34d4a8a528e6d",
        ["add-scalar"] = "aae1d363626c7701dea2e0aec9ebc19e21d4c6227da796d6fa3c7d0b055a7163",
        ["automorphism"] = "4cd5c74b6969236f58d62cb29fdae2f7bb6b0dcbce2492ca378cc6e9000c0a57",
        ["convert"] = "1abb82ec1488b7307ee2955720ba0f23f621c2fde2c690f8817ef5b7100560e1",
        ["inner-product"] = "1e1eda25d5aac8107c9d46101138c871c4b56221b53f473db599524f26289d8a",
        ["inverse-ntt"] = "58f31e1976306c407873341653670f4dd3656c3a28ac25d2999f6ee9fd38c97c",
        ["multiply"] = "ef5e5654b08a5f303a2c600067b5e0f959f5a69ea375cdd7585b7027d6ffc72c",
        ["multiply-add"] = "5ac1a984cfa07abdc9e6943efbbba3af14be11f56d7511fea4e3b066a5b0ecd4",
        ["multiply-scalar"] = "76cee0557c2cf5a506e3bea1dd4e11e50df5f9a3cc798b4c183df03c82f906d9",
        ["multiply-scalar-add"] = "e54e9f2bdce242ef8e0ea072507ea78b595d81eea4398e0212c8c50414eca1cd",
        ["negate"] = "4a133b34aa5140d02f1fbed500610212fb64b35de1ffdf64ba1671e6048e8204",
        ["ntt"] = "2d9bbe383eaf21179f092ef85100a921220e7a03a71e7433de060e5981c93a3f",
        ["reduce"] = "4e70a119e60747af3e613efb1f3a92a183a41379bd408b486433baf843dd5942",
        ["reduce-centred"] = "70d176678bdb8ecd7fb8ac34dbe2ce131efb20f9488d593e1752143136c781f8",
        ["sample-gaussian"] = "9aa6c76be169fd94c46f1ccf1348b2377b0af1ee2b6ce076238f6c76798ba207",
        ["sample-ternary"] = "401fd335144a5a9d57be856757f4e1d8d2ece864223a6368c784ad5f1be787e1",
        ["sample-uniform"] = "72062201935c9351c52cbdf69840ba2b173dded4a6b68178ca73af5c76c06297",
        ["subtract"] = "bb372ef47ef18a07baa0bba37ec17e385e65a097e6276bfd87ac5aa5451af0bc",
        ["subtract-multiply-scalar"] = "b8fe97fa7341a96439546935521b1786199e3ca7a5bbdbc77356f002037144c2",
    };

    [Fact]
    public void The_active_width_gives_the_pinned_bytes()
        => AssertPinned(Digests(ResidueKernels.Active));

    [Theory]
    [InlineData(SimdWidth.Scalar), InlineData(SimdWidth.Vector128), InlineData(SimdWidth.Vector256), InlineData(SimdWidth.Vector512)]
    public void Every_width_gives_the_pinned_bytes(SimdWidth width)
    {
        Assert.SkipUnless(SimdSelection.IsSupported(width), $"this machine has no {width}");
        AssertPinned(Digests(ResidueKernels.For(width)));
    }

    private static void AssertPinned(Dictionary<string, string> digests)
    {
        var different = digests.Where(pair => Pinned.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => $"[\"{pair.Key}\"] = \"{pair.Value}\",").ToArray();
        Assert.True(different.Length == 0, "Not the pinned digests:\n" + string.Join('\n', different));
        Assert.Equal(Pinned.Count, digests.Count);
    }

    // Four primes, degrees with every kind of schedule; all results of one verb go into one digest.
    private static Dictionary<string, string> Digests(ResidueKernels kernels)
    {
        var hashes = new Dictionary<string, IncrementalHash>();
        using var prng = new SeededPrng([.. Enumerable.Range(100, 32).Select(i => (byte)i)], 42);
        foreach (var logN in (int[])[6, 12, 13, 14, 15, 16])
        {
            var element = GaloisElement.FromRotation(3, logN);
            foreach (var modulus in Residues.Moduli)
            {
                var ring = new ResidueRing(logN, modulus, kernels);
                double[] x = Uniform(ring), y = Uniform(ring), z = Uniform(ring);
                Record("sample-uniform", x);
                Record("ntt", y, d => ring.Ntt(d));
                Record("inverse-ntt", y, d => ring.InverseNtt(d));
                Record("add", z, d => ring.Add(x, y, d));
                Record("subtract", z, d => ring.Subtract(x, y, d));
                Record("negate", z, d => ring.Negate(x, d));
                Record("multiply", z, d => ring.Multiply(x, y, d));
                Record("multiply-add", z, d => ring.MultiplyAdd(x, y, d));
                Record("multiply-scalar", z, d => ring.MultiplyScalar(x, 0x123456789ABCDEF, d));
                Record("multiply-scalar-add", z, d => ring.MultiplyScalarAdd(x, 0xFEDCBA987654321, d));
                Record("add-scalar", z, d => ring.AddScalar(x, 0xABCDEF123456789, d));
                Record("subtract-multiply-scalar", z, d => ring.SubtractMultiplyScalar(x, y, 0x13579BDF02468ACE, d));
                Record("reduce", z, d => ring.Reduce([.. x.Zip(y, (a, b) => a - (3 * b))], d));
                Record("reduce-centred", z, d => ResidueRing.Get(logN, Residues.Moduli[1]).ReduceCentered(x, modulus, d));
                Record("automorphism", z, d => ring.Automorphism(x, element, Representation.Coefficient, d));
                Record("automorphism", z, d => ring.Automorphism(x, element, Representation.Ntt, d));
            }

            var rings = Residues.Moduli.Select(modulus => new ResidueRing(logN, modulus, kernels)).ToArray();
            using var polynomial = LimbPool.For(1 << logN).Rent(6, Representation.Coefficient);
            for (var i = 0; i < 3; i++)
                UniformSampler.Sample(prng, rings[i], polynomial.Limb(i));
            var converter = new BasisConverter(rings[..3], rings[1..]);
            for (var i = 0; i < 3; i++)
                rings[i].MultiplyScalar(polynomial.Limb(i), converter.GetScale(i), polynomial.Limb(i));
            for (var j = 0; j < 3; j++)
            {
                converter.ConvertToNtt(polynomial, 0, j, polynomial.Limb(3 + j));
                rings[1 + j].InverseNtt(polynomial.Limb(3 + j));
                Record("convert", polynomial.Limb(3 + j).ToArray());
            }
            for (var i = 0; i < 3; i++)
                rings[i].MultiplyScalar(polynomial.Limb(i), rings[i].InverseMod(converter.GetScale(i)), polynomial.Limb(i));
            using var other = polynomial.Clone();
            Record("inner-product", new double[1 << logN], d => rings[1].InnerProducts(
                polynomial, 3, 0, 2, [other, polynomial], [polynomial, other], 3, d, new double[1 << logN]));
        }
        var ternary = new sbyte[10_000];
        TernarySampler.Sample(prng, ternary);
        Record("sample-ternary", [.. ternary.Select(t => (double)t)]);
        var errors = new int[10_000];
        DiscreteGaussianSampler.Sample(prng, errors);
        Record("sample-gaussian", [.. errors.Select(e => (double)e)]);

        return hashes.ToDictionary(pair => pair.Key, pair => Convert.ToHexStringLower(pair.Value.GetHashAndReset()));

        double[] Uniform(ResidueRing ring)
        {
            var limb = new double[ring.N];
            UniformSampler.Sample(prng, ring, limb);
            return limb;
        }

        void Record(string name, double[] limb, Action<double[]>? verb = null)
        {
            var result = (double[])limb.Clone();
            verb?.Invoke(result);
            if (!hashes.TryGetValue(name, out var hash))
                hashes[name] = hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(MemoryMarshal.AsBytes(result.AsSpan()));
        }
    }
}
