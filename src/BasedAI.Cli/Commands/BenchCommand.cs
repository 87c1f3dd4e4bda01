using System.CommandLine;
using System.Globalization;
using BasedAI.Fhe;
using BasedAI.Fhe.Measurement;
using BasedAI.Fhe.Ring;

namespace BasedAI.Cli;

/// <summary><c>based bench</c>: how fast this machine computes on ciphertexts, how large the objects are, and which kernels each prime takes.</summary>
internal static class BenchCommand
{
    public static Command Create(CliContext context)
    {
        var set = new Option<string>("--set") { Description = "Parameter set: a (N = 2^13), b (2^14), c or d (2^15).", HelpName = "NAME", DefaultValueFactory = _ => "b" };
        set.AcceptOnlyFromAmong([.. CkksSet.Names]);
        var threads = CommonOptions.Number("--threads", "Threads one key switch may use.", 1, 1, CkksEvaluator.MaxThreads);
        var milliseconds = CommonOptions.Number("--milliseconds", "Time for each operation; at least 15 runs are made.", 300, 1, 60_000);
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "bench",
            "Measures every operation on ciphertexts on this machine. Compare ratios of one run; times of two machines say little.",
            """
            based bench
            based bench --set c --threads 2
            BASEDAI_SIMD=256 based bench --set a --json
            """)
        {
            set, threads, milliseconds, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            context,
            parsed.GetValue(set)!,
            (parsed.GetValue(threads), TimeSpan.FromMilliseconds(parsed.GetValue(milliseconds)), parsed.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context, string set, (int Threads, TimeSpan Budget, bool Json) choices, CancellationToken cancellationToken)
    {
        var result = await ProgressDisplay.RunAsync(context, choices.Json, display => Task.Run(
            () =>
            {
                display.Now($"making keys of set {set}");
                using var suite = new CkksSuite(CkksSet.Get(set), choices.Threads);
                var operations = new List<MeasuredOperation>();
                foreach (var name in suite.OperationNames)
                {
                    display.Now($"{operations.Count + 1} of {suite.OperationNames.Length}: {name}");
                    operations.Add(suite.Measure(name, choices.Budget, cancellationToken));
                }

                var parameters = suite.Parameters;
                return new BenchJson(
                    set, parameters.N, Math.Round(parameters.LogQP, 2), SimdSelection.Active.ToString(), choices.Threads, operations, suite.MeasureSizes(),
                    [.. parameters.RingQ.Select((ring, i) => Describe($"q{i}", ring)), .. parameters.RingP.Select((ring, i) => Describe($"p{i}", ring))]);
            },
            cancellationToken));
        if (choices.Json) JsonOutput.Write(context, result);
        else Write(context, result);
        return ExitCodes.Success;
    }

    private static PrimeJson Describe(string name, ResidueRing ring) => new(name, ring.Modulus.Value, ring.Modulus.BitLength, ring.KernelPath);

    private static void Write(CliContext context, BenchJson result)
    {
        var output = context.Out;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"set {result.Set}: N = {result.N}, log2(QP) = {result.LogQP:F0}, 128 bits of security, {result.Simd}, {result.Threads} thread{(result.Threads == 1 ? "" : "s")}"));
        output.WriteLine();
        output.WriteLine($"  {"operation",-20} {"median",12} {"least",12} {"runs",6}");
        foreach (var operation in result.Operations)
            output.WriteLine($"  {operation.Op,-20} {Amount(operation.MedianUs),12} {Amount(operation.MinUs),12} {operation.Runs,6}");
        output.WriteLine();
        var bytes = result.Bytes;
        foreach (var (name, size) in ((string, long)[])
            [("ciphertext", bytes.Ciphertext), ("fresh ciphertext", bytes.SeededCiphertext), ("public key", bytes.PublicKey),
             ("relinearisation key", bytes.RelinearizationKey), ("one Galois key", bytes.GaloisKey)])
        {
            output.WriteLine($"  {name,-20} {Amounts.Bytes(size),12}");
        }

        output.WriteLine();
        foreach (var prime in result.Primes) output.WriteLine($"  {prime.Name,-4} {prime.Bits} bits  {prime.Path}");
    }

    private static string Amount(double microseconds) => microseconds < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{microseconds:F1} µs")
        : string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000:F2} ms");
}
