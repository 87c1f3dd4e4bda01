using System.Globalization;
using System.Text.Json;
using BasedAI.Fhe.Measurement;
using BasedAI.Fhe.Ring;

namespace BasedAI.Benchmarks.Ckks;

/// <summary>
/// Every CKKS operation at one parameter set: <c>ckks [--set a|b|c|d] [--threads N] [--simd 512|256|128|scalar] [--only op,op] [--seconds 0.5] [--json]</c>.
/// JSON is <c>[{op, medianUs, minUs, runs}]</c>, and one last element <c>{bytes: {…}}</c>.
/// </summary>
internal static class CkksBench
{
    private sealed record Options(string Set, int Threads, string[]? Only, TimeSpan Budget, bool Json);

    public static int Run(string[] args)
    {
        if (!TryRead(args, out var options, out var complaint))
        {
            Console.Error.WriteLine($"{complaint}\nckks [--set a|b|c|d] [--threads 1…64] [--simd 512|256|128|scalar] [--only op,op] [--seconds 0.5] [--json]");
            return 2;
        }

        using var suite = new CkksSuite(CkksSet.Get(options.Set), options.Threads);
        string[] names = [.. suite.OperationNames];
        if (options.Only?.Except(names).FirstOrDefault() is { } unknown)
        {
            Console.Error.WriteLine($"There is no operation '{unknown}'; known: {string.Join(", ", names)}.");
            return 2;
        }

        var results = new List<object>();
        if (!options.Json)
            Console.WriteLine($"set {options.Set}, N = {suite.Parameters.N}, log2(QP) = {suite.Parameters.LogQP:F0}, {SimdSelection.Active}, {options.Threads} thread(s); µs");
        foreach (var name in names.Where(name => options.Only?.Contains(name) ?? true))
        {
            var measured = suite.Measure(name, options.Budget);
            results.Add(measured);
            if (!options.Json)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measured.Op,-20}{measured.MedianUs,12:F1}{measured.MinUs,12:F1}{measured.Runs,7}"));
        }

        var bytes = suite.MeasureSizes();
        results.Add(new { bytes });
        Console.WriteLine(options.Json ? JsonSerializer.Serialize(results, JsonSerializerOptions.Web) : bytes);
        return 0;
    }

    private static bool TryRead(string[] args, out Options options, out string complaint)
    {
        options = new Options("b", 1, null, TimeSpan.FromSeconds(0.5), false);
        complaint = "";
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--json":
                    options = options with { Json = true };
                    continue;
                case "--set" when CkksSet.Names.Contains(value):
                    options = options with { Set = value };
                    break;
                case "--threads" when int.TryParse(value, CultureInfo.InvariantCulture, out var threads) && threads is >= 1 and <= 64:
                    options = options with { Threads = threads };
                    break;
                case "--simd" when value is "512" or "256" or "128" or "scalar":
                    Environment.SetEnvironmentVariable(SimdSelection.VariableName, value);
                    break;
                case "--only" when value.Length > 0:
                    options = options with { Only = value.Split(',') };
                    break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 60:
                    options = options with { Budget = TimeSpan.FromSeconds(seconds) };
                    break;
                default:
                    complaint = $"'{args[i]} {value}' is not an option of this table.";
                    return false;
            }

            i++;
        }

        return true;
    }
}
