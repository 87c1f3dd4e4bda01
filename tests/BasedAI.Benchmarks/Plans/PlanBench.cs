using System.Diagnostics;
using System.Text.Json;
using BasedAI.Cerberus;
using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Benchmarks.Plans;

/// <summary>
/// One encrypted evaluation of a plan on one thread: <c>plan [FILE] [--runs 50] [--json]</c>. Input: random slots under fresh keys. The first run of
/// the process is shown apart: it pays for compilation and for encoding the operands.
/// </summary>
internal static class PlanBench
{
    private const string ShippedPlan = "silo/models/sentiment-mini/plan.bin";

    public static int Run(string[] args)
    {
        var runs = 50;
        var json = false;
        var file = ShippedPlan;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json":
                    json = true;
                    break;
                case "--runs" when i + 1 < args.Length && int.TryParse(args[i + 1], out runs) && runs is >= 1 and <= 100_000:
                    i++;
                    break;
                case var name when !name.StartsWith('-') && File.Exists(name):
                    file = name;
                    break;
                default:
                    Console.Error.WriteLine($"'{args[i]}' is neither a file nor an option: plan [FILE] [--runs 1…100000] [--json]");
                    return 2;
            }
        }

        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"There is no {file} below {Environment.CurrentDirectory}: run this from the repository, or name a plan.");
            return 2;
        }

        Measure(ExecutionPlan.Read(File.ReadAllBytes(file)), runs, json);
        return 0;
    }

    private static void Measure(ExecutionPlan plan, int runs, bool json)
    {
        var generator = new KeyGenerator(plan.CheckedParameters);
        using var secret = generator.GenerateSecretKey();
        using var keys = generator.GenerateEvaluationKeys(secret, plan.RequiredKeys);
        var inputs = Encrypt(plan, secret);
        using var executor = new PlanExecutor(plan);
        var times = new double[runs + 1];
        for (var i = 0; i <= runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            executor.Run(keys, inputs)[0].Dispose();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        foreach (var input in inputs)
            input.Dispose();
        var warm = times.Skip(1).Order().ToArray();
        var figures = new
        {
            plan = plan.Id[..12],
            width = SimdSelection.Active.ToString(),
            runs,
            firstMs = Math.Round(times[0], 2),
            medianMs = Math.Round(warm[warm.Length / 2], 3),
            minMs = Math.Round(warm[0], 3),
            keySwitches = plan.Cost.KeySwitches,
        };
        Console.WriteLine(json
            ? JsonSerializer.Serialize(figures)
            : $"plan {figures.plan}, {figures.width}, {figures.keySwitches} key switches, one thread: "
                + $"first {figures.firstMs} ms, then median {figures.medianMs} ms, least {figures.minMs} ms of {runs} runs");
    }

    private static Ciphertext[] Encrypt(ExecutionPlan plan, SecretKey secret)
    {
        var encoder = new CkksEncoder(plan.CheckedParameters);
        var encryptor = new SymmetricEncryptor(plan.CheckedParameters, secret);
        var random = new Random(1);
        return [.. plan.Inputs.Select(port =>
        {
            double[] slots = [.. Enumerable.Range(0, plan.CheckedParameters.MaxSlots).Select(_ => random.NextDouble() - 0.5)];
            using var plaintext = encoder.Encode(slots, port.Level, port.Scale);
            return encryptor.Encrypt(plaintext);
        })];
    }
}
