using System.Globalization;
using System.Text.Json;
using BasedAI.Fhe.Ring;

namespace BasedAI.Benchmarks.Ring;

/// <summary>
/// Quick tables of the ring layer: <c>ntt [--simd 512|256|128|scalar] [--bits 50] [--json]</c> and <c>ring</c> with the same options.
/// "Hot" repeats one limb of one prime; "in turn" goes round sixteen primes with a limb and tables each, as key switching does.
/// </summary>
internal static class RingBench
{
    private const int Primes = 16;

    private static int _bits = 50;

    private sealed record NttRow(int LogN, string Width, string Direction, string Mode, double MedianMicroseconds, double MinMicroseconds);

    private sealed record RingRow(int LogN, string Width, string Verb, double MedianMicroseconds, double MinMicroseconds, double MedianNanosecondsPerResidue);

    public static int RunNtt(string[] args)
    {
        if (!TryReadArguments(args, out var json))
            return 2;
        var rows = new List<NttRow>();
        for (var logN = 12; logN <= 16; logN++)
        {
            var rings = Rings(logN);
            using var limbs = Limbs(rings);
            Add("forward", "hot", Timing.Of(() => rings[0].Ntt(limbs.Limb(0)), 1));
            Add("inverse", "hot", Timing.Of(() => rings[0].InverseNtt(limbs.Limb(0)), 1));
            Add("forward", "in turn", Timing.Of(() => ForEach(rings, limbs, static (ring, limb) => ring.Ntt(limb)), Primes));
            Add("inverse", "in turn", Timing.Of(() => ForEach(rings, limbs, static (ring, limb) => ring.InverseNtt(limb)), Primes));

            void Add(string direction, string mode, Timing timing)
                => rows.Add(new NttRow(logN, SimdSelection.Active.ToString(), direction, mode, timing.MedianMicroseconds, timing.MinMicroseconds));
        }

        if (json)
            return Print(rows);
        Console.WriteLine($"NTT, {SimdSelection.Active}, one {_bits}-bit prime hot, {Primes} primes in turn; µs, median (min)");
        Console.WriteLine("N       forward hot     inverse hot     forward in turn inverse in turn");
        foreach (var group in rows.GroupBy(row => row.LogN))
            Console.WriteLine($"2^{group.Key}    " + string.Concat(group.Select(row => Format(row.MedianMicroseconds, row.MinMicroseconds))));
        return 0;
    }

    public static int RunPointwise(string[] args)
    {
        if (!TryReadArguments(args, out var json))
            return 2;
        var rows = new List<RingRow>();
        for (var logN = 13; logN <= 16; logN++)
        {
            var n = 1 << logN;
            var ring = Rings(logN)[0];
            using var limbs = Limbs([ring, ring, ring]);
            using var prng = new SeededPrng(new byte[SeededPrng.SeedLength]);
            var element = GaloisElement.FromRotation(1, logN);
            var bytes = new byte[n * sizeof(double)];
            var errors = new int[n];
            var ternary = new sbyte[n];
            Add("add", () => ring.Add(limbs.Limb(0), limbs.Limb(1), limbs.Limb(2)));
            Add("subtract", () => ring.Subtract(limbs.Limb(0), limbs.Limb(1), limbs.Limb(2)));
            Add("multiply", () => ring.Multiply(limbs.Limb(0), limbs.Limb(1), limbs.Limb(2)));
            Add("multiply-add", () => ring.MultiplyAdd(limbs.Limb(0), limbs.Limb(1), limbs.Limb(2)));
            Add("multiply-scalar", () => ring.MultiplyScalar(limbs.Limb(0), 12345678901, limbs.Limb(2)));
            Add("reduce-centred", () => ring.ReduceCentered(limbs.Limb(0), ring.Modulus, limbs.Limb(2)));
            Add("automorphism-ntt", () => ring.Automorphism(limbs.Limb(0), element, Representation.Ntt, limbs.Limb(2)));
            Add("automorphism-coef", () => ring.Automorphism(limbs.Limb(0), element, Representation.Coefficient, limbs.Limb(2)));
            Add("copy (memory)", () => limbs.Limb(0).CopyTo(limbs.Limb(2)));
            Add("prng-8-bytes", () => prng.Fill(bytes));
            Add("sample-uniform", () => UniformSampler.Sample(prng, ring, limbs.Limb(2)));
            Add("sample-ternary", () => TernarySampler.Sample(prng, ternary));
            Add("sample-gaussian", () => DiscreteGaussianSampler.Sample(prng, errors));
            using var source = LimbPool.For(n).Rent(3, Representation.Coefficient, clear: true);
            using var target = LimbPool.For(n).Rent(4, Representation.Coefficient, clear: true);
            var rings = Rings(logN);
            var converter = new BasisConverter(rings[..3], rings[3..7]);
            RnsPolynomial[] key = [target, target, target];
            Add("inner-products-of-3", () => ring.InnerProducts(source, 0, 1, 3, key, key, 0, limbs.Limb(1), limbs.Limb(2)));
            Add("convert-3-and-ntt", () => converter.ConvertToNtt(source, 0, 0, target.Limb(0)));

            void Add(string verb, Action action)
            {
                var timing = Timing.Of(action, 1);
                rows.Add(new RingRow(logN, SimdSelection.Active.ToString(), verb, timing.MedianMicroseconds, timing.MinMicroseconds, timing.MedianMicroseconds * 1000 / n));
            }
        }

        if (json)
            return Print(rows);
        Console.WriteLine($"Ring verbs on one limb, {SimdSelection.Active}, {_bits}-bit prime; µs, median (min)");
        Console.WriteLine("verb                2^13            2^14            2^15            2^16");
        foreach (var group in rows.GroupBy(row => row.Verb))
            Console.WriteLine($"{group.Key,-20}" + string.Concat(group.Select(row => Format(row.MedianMicroseconds, row.MinMicroseconds))));
        return 0;
    }

    private static bool TryReadArguments(string[] args, out bool json)
    {
        json = false;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--json")
            {
                json = true;
            }
            else if (args[i] == "--simd" && i + 1 < args.Length)
            {
                Environment.SetEnvironmentVariable(SimdSelection.VariableName, args[++i]);
            }
            else if (args[i] == "--bits" && i + 1 < args.Length && int.TryParse(args[++i], out _bits) && _bits is > Modulus.MinBits and <= Modulus.MaxBits)
            {
            }
            else
            {
                Console.Error.WriteLine($"unknown argument '{args[i]}'; known: --simd 512|256|128|scalar, --bits 31 … 50, --json");
                return false;
            }
        }
        return true;
    }

    private static ResidueRing[] Rings(int logN)
        => [.. PrimeSearch.FindNttPrimes(logN, _bits, Primes).Select(modulus => ResidueRing.Get(logN, modulus))];

    private static RnsPolynomial Limbs(ResidueRing[] rings)
    {
        using var prng = new SeededPrng(new byte[SeededPrng.SeedLength]);
        var limbs = LimbPool.For(rings[0].N).Rent(rings.Length, Representation.Coefficient);
        for (var i = 0; i < rings.Length; i++)
            UniformSampler.Sample(prng, rings[i], limbs.Limb(i));
        return limbs;
    }

    private static void ForEach(ResidueRing[] rings, RnsPolynomial limbs, Action<ResidueRing, Span<double>> verb)
    {
        for (var i = 0; i < rings.Length; i++)
            verb(rings[i], limbs.Limb(i));
    }

    private static string Format(double median, double min)
        => string.Create(CultureInfo.InvariantCulture, $"{median:F1} ({min:F1})").PadRight(16);

    private static int Print<T>(List<T> rows)
    {
        Console.WriteLine(JsonSerializer.Serialize(rows, JsonSerializerOptions.Web));
        return 0;
    }
}
