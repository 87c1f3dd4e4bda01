using System.Reflection;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Tests;

/// <summary>Secrets are gone when their owner is disposed: the memory is looked at afterwards, through spans and arrays taken before. Nobody else uses the pool then.</summary>
[Collection(PoolCollection.Name)]
public sealed class WipingTests
{
    private static readonly CkksParameters Parameters = InsecureCkksParameters.CreateInsecure(
        new CkksParametersLiteral { LogN = 7, LogQ = [40, 31], LogP = [40], LogDefaultScale = 30, RequiredSecurity = SecurityLevel.None });

    private static readonly EntropySource Entropy = EntropySource.FixedForTests(6);

    [Fact]
    public void A_secret_key()
    {
        var key = new KeyGenerator(Parameters, Entropy).GenerateSecretKey();
        var coefficients = key.Coefficients;
        Span<double> first = key.Ntt.Limb(0), last = key.Ntt.Limb(key.Ntt.LimbCount - 1);
        Assert.True(coefficients.ContainsAnyExcept((sbyte)0) && first.ContainsAnyExcept(0) && last.ContainsAnyExcept(0));
        key.Dispose();
        Assert.False(coefficients.ContainsAnyExcept((sbyte)0) || first.ContainsAnyExcept(0) || last.ContainsAnyExcept(0));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void An_error_and_an_ephemeral_secret(bool isTernary)
    {
        var error = isTernary ? SmallPolynomial.SampleTernary(Parameters.N, Entropy) : SmallPolynomial.SampleError(Parameters.N, Entropy);
        var integers = ((RnsPolynomial)typeof(SmallPolynomial).GetField("_integers", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(error)!).Limb(0);
        Assert.True(integers.ContainsAnyExcept(0));
        error.Dispose();
        Assert.False(integers.ContainsAnyExcept(0));
    }

    [Fact]
    public void The_room_of_an_encoding()
    {
        var room = new EncodingRoom(Parameters.N);
        Span<double> slots = room.Slots, coefficients = room.Coefficients;
        slots.Fill(1);
        coefficients.Fill(1);
        room.Dispose();
        Assert.False(slots.ContainsAnyExcept(0) || coefficients.ContainsAnyExcept(0));
    }

    [Fact]
    public void The_keystream_of_a_generator()
    {
        var prng = new SeededPrng(new byte[SeededPrng.SeedLength]);
        prng.NextUInt64();
        byte[] keystream = (byte[])typeof(SeededPrng).GetField("_keystream", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(prng)!;
        Assert.True(keystream.AsSpan().ContainsAnyExcept((byte)0));
        prng.Dispose();
        Assert.False(keystream.AsSpan().ContainsAnyExcept((byte)0));
    }

    /// <summary>After each step that works with the secret, no free limb of the pool holds it, or what gives it away beside something public.</summary>
    [Fact]
    public void Nothing_of_the_secret_is_left_in_the_pool()
    {
        var generator = new KeyGenerator(Parameters, Entropy);
        using var key = generator.GenerateSecretKey();
        var secrets = new List<double[]>();
        Add(key.Ntt, (ring, s) => s);
        AddCoefficients(key.Ntt);
        AssertNoneIsFree(secrets);

        using var publicKey = generator.GeneratePublicKey(key);
        AddProducts(publicKey.A);
        AssertNoneIsFree(secrets);

        using var relinearization = generator.GenerateRelinearizationKey(key);
        Add(key.Ntt, Square);
        foreach (var uniform in relinearization.Key.A) AddProducts(uniform);
        AssertNoneIsFree(secrets);

        using var galois = generator.GenerateGaloisKey(key, Parameters.ConjugationElement);
        Add(key.Ntt, Conjugate);
        AssertNoneIsFree(secrets);

        using var plaintext = new CkksEncoder(Parameters).Encode([1.0, 2.0], 1, Parameters.DefaultScale);
        using var a = new SymmetricEncryptor(Parameters, key, Entropy).Encrypt(plaintext);
        AddProducts(a.Part(1));
        AssertNoneIsFree(secrets);
        Assert.True(secrets.Count > 15);

        void Add(RnsPolynomial polynomial, Func<ResidueRing, double[], double[]> map)
        {
            for (int i = 0; i < polynomial.LimbCount; i++) secrets.Add(map(Ring(i), polynomial.Limb(i).ToArray()));
        }

        void AddCoefficients(RnsPolynomial polynomial)
        {
            Add(polynomial, (ring, s) =>
            {
                ring.InverseNtt(s);
                return s;
            });
            secrets.Add([.. key.Coefficients.ToArray().Select(x => (double)x)]);
        }

        void AddProducts(RnsPolynomial uniform)
        {
            for (int i = 0; i < uniform.LimbCount; i++)
            {
                double[] product = new double[Parameters.N];
                Ring(i).Multiply(uniform.Limb(i), key.Ntt.Limb(i), product);
                secrets.Add(product);
            }
        }
    }

    private static ResidueRing Ring(int i) => Parameters.GetRing(Parameters.MaxLevel, i);

    private static double[] Square(ResidueRing ring, double[] s)
    {
        ring.Multiply(s, s, s);
        return s;
    }

    private static double[] Conjugate(ResidueRing ring, double[] s)
    {
        double[] conjugate = new double[s.Length];
        ring.Automorphism(s, Parameters.ConjugationElement, Representation.Ntt, conjugate);
        return conjugate;
    }

    private static void AssertNoneIsFree(List<double[]> secrets)
    {
        var pool = LimbPool.For(Parameters.N);
        int free = (int)(pool.RetainedBytes / (8 * Parameters.N));
        Assert.True(free > 0);
        using var all = pool.Rent(free, Representation.Ntt);
        for (int i = 0; i < free; i++)
        {
            int found = secrets.FindIndex(secret => all.Limb(i).SequenceEqual(secret));
            Assert.True(found < 0, $"limb {i} of {free} is secret {found} of {secrets.Count}");
        }
    }
}
