using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BasedAI.Cerberus;
using BasedAI.Cerberus.Tests;
using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Benchmarks.Plans;

/// <summary>
/// Encrypted evaluations of a model's plan on one thread and on two, in turn, so that both meet the same machine: <c>cerberus --model sentiment [--plan fast|lean]
/// [--models DIR] [--runs 15] [--json]</c>. Inputs are random slots under fresh keys; the first run of each is not counted. Times are medians.
/// </summary>
internal static class CerberusBench
{
    private const string Usage = "cerberus --model NAME [--plan NAME] [--models DIR] [--runs 1…10000] [--json]; the model \"block\" is a transformer block of random numbers";
    private const string BlockModel = "block";

    public static int Run(string[] args)
    {
        string model = "sentiment", folder = "silo/models";
        string? plan = null;
        int runs = 15;
        bool isJson = false;
        for (var i = 0; i < args.Length; i++)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--json":
                    isJson = true;
                    continue;
                case "--model" when value is not null:
                    model = value;
                    break;
                case "--plan" when value is not null:
                    plan = value;
                    break;
                case "--models" when value is not null:
                    folder = value;
                    break;
                case "--runs" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out runs) && runs is >= 1 and <= 10_000:
                    break;
                default:
                    Console.Error.WriteLine($"'{args[i]}' does not belong here: {Usage}");
                    return 2;
            }
            i++;
        }

        if (model == BlockModel)
        {
            Measure(ExecutionPlan.Read(BlockCircuit.CreatePlan().ToBytes()), BlockModel, runs, isJson);
            return 0;
        }
        if (FindPlan(Path.Combine(folder, model), plan) is not { } file)
        {
            Console.Error.WriteLine($"{folder} has no plan{(plan is null ? "" : $" \"{plan}\"")} of \"{model}\", below {Environment.CurrentDirectory}: {Usage}");
            return 2;
        }
        Measure(ExecutionPlan.Read(File.ReadAllBytes(file)), Path.GetFileName(file)[..^".plan.bin".Length], runs, isJson);
        return 0;
    }

    /// <summary>The plan of that name; without one, "fast" or the first there is.</summary>
    private static string? FindPlan(string folder, string? name)
    {
        if (!Directory.Exists(folder)) return null;
        string[] names = name is null ? ["fast", .. Directory.GetFiles(folder, "*.plan.bin").Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file)[..^".plan.bin".Length])] : [name];
        return names.Select(each => Path.Combine(folder, $"{each}.plan.bin")).FirstOrDefault(File.Exists);
    }

    private static void Measure(ExecutionPlan plan, string name, int runs, bool isJson)
    {
        var parameters = plan.CheckedParameters;
        var pool = LimbPool.For(parameters.N);
        var generator = new KeyGenerator(parameters);
        using var secret = generator.GenerateSecretKey();
        long before = pool.OutstandingLimbs;
        using var keys = generator.GenerateEvaluationKeys(secret, plan.RequiredKeys);
        long keyMemory = (pool.OutstandingLimbs - before) * parameters.N * sizeof(double);
        var inputs = Encrypt(plan, secret);
        using PlanExecutor one = new(plan, new PlanExecutorOptions { Threads = 1 }), two = new(plan, new PlanExecutorOptions { Threads = 2 });
        double first = Time(one, keys, inputs);
        Time(two, keys, inputs);
        double[] times1 = new double[runs], times2 = new double[runs];
        for (int i = 0; i < runs; i++)
        {
            times1[i] = Time(one, keys, inputs);
            times2[i] = Time(two, keys, inputs);
        }
        using var output = one.Run(keys, inputs)[0];
        var figures = new
        {
            plan = plan.Id,
            name,
            width = SimdSelection.Active.ToString(),
            runs,
            firstMs1 = Math.Round(first, 1),
            evaluateMs1 = Median(times1),
            evaluateMs2 = Median(times2),
            leastMs1 = Math.Round(times1.Min(), 1),
            leastMs2 = Math.Round(times2.Min(), 1),
            keySwitches = plan.Cost.KeySwitches,
            hoisted = plan.Cost.HoistedRotations,
            ctct = plan.Cost.CiphertextProducts,
            ptct = plan.Cost.PlaintextProducts,
            depth = plan.Cost.Depth,
            ntts = plan.Cost.KeySwitchNtts,
            keyBytes = SizeOf(stream => EvaluationKeySet.Write(keys, stream)),
            inputBytes = SizeOf(stream => CiphertextBundle.Write(inputs, stream)),
            resultBytes = SizeOf(stream => CiphertextBundle.Write([output], stream)),
            peakBytes = keyMemory + two.MeasuredPeakBytes + two.PredictedMemory.ScratchBytes,
        };
        foreach (var input in inputs) input.Dispose();
        Console.WriteLine(isJson ? JsonSerializer.Serialize(figures) : string.Create(CultureInfo.InvariantCulture,
            $"""
            plan {name} {plan.Id[..12]}, {figures.width}, {runs} runs in turn
              one thread    median {figures.evaluateMs1} ms, least {figures.leastMs1} ms, first {figures.firstMs1} ms
              two threads   median {figures.evaluateMs2} ms, least {figures.leastMs2} ms
              {figures.keySwitches} key switches ({figures.hoisted} hoisted), {figures.ctct} ct-ct, {figures.ptct} pt-ct, depth {figures.depth}, {figures.ntts} transforms
              keys {figures.keyBytes / 1e6:F1} MB, input {figures.inputBytes / 1e6:F2} MB, result {figures.resultBytes / 1e3:F0} kB
              memory {figures.peakBytes / 1e6:F0} MB: keys {keyMemory / 1e6:F0}, ciphertexts and operands {two.MeasuredPeakBytes / 1e6:F0}, scratch {two.PredictedMemory.ScratchBytes / 1e6:F0}
            """));
    }

    private static double Time(PlanExecutor executor, EvaluationKeySet keys, Ciphertext[] inputs)
    {
        long start = Stopwatch.GetTimestamp();
        executor.Run(keys, inputs)[0].Dispose();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(double[] times) => Math.Round(times.Order().ElementAt(times.Length / 2), 1);

    private static long SizeOf(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.Length;
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
