namespace BasedAI.Fhe.Ring.Tests.Edge;

/// <summary>Primes at both ends of the range, and limbs full of awkward residues.</summary>
internal static class Residues
{
    /// <summary>Just below 2^50, two usual sizes, and just above 2^30; each 1 mod 2^18, so good for every degree.</summary>
    public static readonly Modulus[] Moduli =
    [
        PrimeSearch.FindNttPrimes(17, 50, 1)[0],
        PrimeSearch.FindNttPrimes(17, 45, 1)[0],
        PrimeSearch.FindNttPrimes(17, 36, 1)[0],
        SmallestAbove30Bits(),
    ];

    public static TheoryData<ulong> All
    {
        get
        {
            var data = new TheoryData<ulong>();
            foreach (var modulus in Moduli)
                data.Add(modulus.Value);
            return data;
        }
    }

    /// <summary>Residues 0, 1, 2, (q±1)/2, q−2, q−1 in every combination of places, and random ones between.</summary>
    public static ulong[] Awkward(int n, ulong q, int seed)
    {
        ulong[] edges = [0, 1, 2, (q - 1) / 2, (q + 1) / 2, q - 2, q - 1];
        var random = new Random(seed);
        var limb = new ulong[n];
        for (var i = 0; i < n; i++)
            limb[i] = random.Next(2) == 0 ? edges[random.Next(edges.Length)] : (ulong)random.NextInt64((long)q);
        return limb;
    }

    public static ulong[] Uniform(int n, ulong q, int seed)
    {
        var random = new Random(seed);
        var limb = new ulong[n];
        for (var i = 0; i < n; i++)
            limb[i] = (ulong)random.NextInt64((long)q);
        return limb;
    }

    public static double[] ToDoubles(ReadOnlySpan<ulong> limb)
    {
        var doubles = new double[limb.Length];
        for (var i = 0; i < limb.Length; i++)
            doubles[i] = limb[i];
        return doubles;
    }

    /// <summary>Equal, integral, in [0,q), and no zero is −0.</summary>
    public static void AssertEqual(ReadOnlySpan<ulong> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(actual[i]) != BitConverter.DoubleToInt64Bits((double)expected[i]))
                Assert.Fail($"place {i}: expected {expected[i]}, got {actual[i]:R}{(double.IsNegative(actual[i]) ? " (negative)" : "")}");
        }
    }

    private static Modulus SmallestAbove30Bits()
    {
        const ulong Step = 1UL << 18;
        for (var candidate = (1UL << 30) + 1; ; candidate += Step)
        {
            if (candidate > 1UL << 30 && PrimeSearch.IsPrime(candidate) && candidate != (1UL << 30) + 1)
                return new Modulus(candidate);
        }
    }
}
