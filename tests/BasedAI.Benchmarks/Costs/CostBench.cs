using System.Collections.Immutable;
using System.Diagnostics;
using BasedAI.Cerberus;
using BasedAI.Fhe;

namespace BasedAI.Benchmarks.Costs;

/// <summary>
/// Measures the table by which the compiler divides linear layers: every verb at every level of the parameters of a one-block transformer (N = 2^14, nine primes of 35 bits, two
/// special ones), one thread. Levels are measured in rounds, so that a disturbance meets all of them alike; the least time of the rounds counts.
/// <code>dotnet run -c Release --project tests/BasedAI.Benchmarks -- costs > src/BasedAI.Cerberus/cost-table.json</code>
/// </summary>
internal static class CostBench
{
    private const int Rounds = 15;
    private const int Hoisted = 8;

    public static int Run(string[] arguments)
    {
        if (arguments.Length > 0)
        {
            Console.Error.WriteLine("usage: costs     prints the table as JSON");
            return 2;
        }
        var parameters = CkksParameters.Create(SpecialPrimes.Choose(new CkksParametersLiteral
        {
            LogN = 14,
            LogQ = [45, .. Enumerable.Repeat(35, 8)],
            LogP = ImmutableArray<int>.Empty,
            LogDefaultScale = 35,
        }));
        var generator = new KeyGenerator(parameters);
        using var secretKey = generator.GenerateSecretKey();
        int[] steps = [.. Enumerable.Range(1, Hoisted)];
        var request = new EvaluationKeyRequest(
            parameters.MaxLevel, [.. steps.Select(step => parameters.GetRotationElement(step)).OrderBy(e => e.Value).Select(e => new GaloisKeyRequest(e, parameters.MaxLevel))]);
        using var keys = generator.GenerateEvaluationKeys(secretKey, request);
        var evaluator = new CkksEvaluator(parameters, keys);
        var encoder = new CkksEncoder(parameters);
        double[] slots = [.. Enumerable.Range(0, parameters.MaxSlots).Select(static i => Math.Sin(i))];

        var table = Enum.GetValues<CostedOperation>().ToDictionary(static operation => operation, _ => Enumerable.Repeat(double.MaxValue, parameters.MaxLevel + 1).ToArray());
        for (int round = 0; round < Rounds; round++)
        {
            Console.Error.Write($"\rround {round + 1} of {Rounds}");
            for (int level = 0; level <= parameters.MaxLevel; level++)
            {
                using var plaintext = encoder.Encode(slots, level, new Scale(1 << 20));
                using var left = new SymmetricEncryptor(parameters, secretKey).Encrypt(plaintext);
                using var product = evaluator.Multiply(left, left);
                Measure(CostedOperation.Rotation, level, () => evaluator.Rotate(left, 1).Dispose());
                Measure(CostedOperation.HoistedRotation, level, () => Array.ForEach([.. evaluator.RotateHoisted(left, steps)], static c => c.Dispose()), Hoisted);
                Measure(CostedOperation.Relinearization, level, () => evaluator.Relinearize(product).Dispose());
                Measure(CostedOperation.CiphertextProduct, level, () => evaluator.Multiply(left, left).Dispose());
                Measure(CostedOperation.PlaintextProduct, level, () => evaluator.Multiply(left, plaintext).Dispose());
                Measure(CostedOperation.Addition, level, () => evaluator.Add(left, left).Dispose());
                using var scaled = evaluator.Multiply(left, plaintext);
                if (level > 0) Measure(CostedOperation.Rescale, level, () => evaluator.Rescale(scaled).Dispose());
            }
        }
        table[CostedOperation.Rescale][0] = table[CostedOperation.Rescale][1] / 2;            // there is none: half of the next keeps the table positive
        Console.Error.WriteLine();
        using var output = Console.OpenStandardOutput();
        output.Write(new CostTable(parameters.LogN, table.ToDictionary(static row => row.Key, static row => ImmutableArray.Create([.. row.Value.Select(static t => Math.Round(t, 1))]))).ToJson());
        return 0;

        void Measure(CostedOperation operation, int level, Action action, int count = 1)
        {
            action();
            long start = Stopwatch.GetTimestamp();
            action();
            action();
            double time = Stopwatch.GetElapsedTime(start).TotalMicroseconds / 2 / count;
            table[operation][level] = Math.Min(table[operation][level], time);
        }
    }
}
