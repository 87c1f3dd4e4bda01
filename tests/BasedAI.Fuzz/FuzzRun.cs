using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BasedAI.Fuzz.Targets;

namespace BasedAI.Fuzz;

/// <summary>All targets in turn until the time is up.</summary>
public static class FuzzRun
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs what the arguments say; see <c>--help</c>.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (!FuzzOptions.TryParse(args, out var options, out _)) return FuzzExit.WrongArguments;
        FuzzTarget[] targets = [.. AllTargets().Where(target => options.Targets.Count == 0 || options.Targets.Any(part => target.Name.Contains(part, StringComparison.Ordinal)))];
        if (options.IsList)
        {
            foreach (var target in targets) Console.Out.WriteLine(target.Name);
            return FuzzExit.Clean;
        }

        if (targets.Length == 0)
        {
            Console.Error.WriteLine($"No target is called {string.Join(" or ", options.Targets)}. Try --list.");
            return FuzzExit.WrongArguments;
        }

        return Run(targets, options);
    }

    internal static IEnumerable<FuzzTarget> AllTargets() => [.. NativeTarget.All(), .. SealTarget.All(), new PlanTarget(), .. TensorTarget.All()];

    /// <summary>tests/BasedAI.Fuzz/findings of the checkout this runs in, if it does.</summary>
    internal static string FindFindings()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string project = Path.Combine(folder.FullName, "tests", "BasedAI.Fuzz");
            if (File.Exists(Path.Combine(project, "BasedAI.Fuzz.csproj"))) return Path.Combine(project, "findings");
        }

        return "findings";
    }

    private static int Run(FuzzTarget[] targets, FuzzOptions options)
    {
        string findings = options.Findings ?? FindFindings();
        string? unfinished = LastInput.Open(findings);
        if (unfinished is not null) Console.Error.WriteLine($"FINDING {unfinished}: an earlier run ended while it read this");

        var clock = Stopwatch.StartNew();
        var next = ProgressInterval;
        TargetRun[] runs = [.. targets.Select(target => new TargetRun(target, options.Seed, options.Corpus, findings))];
        var limit = TimeSpan.FromSeconds(options.Seconds);
        bool IsOver() => options.Iterations > 0 ? runs.All(run => run.Inputs >= options.Iterations) : clock.Elapsed >= limit;
        while (!IsOver())
        {
            foreach (var run in runs)
            {
                run.Run(run.Target.Turn);
                if (clock.Elapsed < next) continue;
                Console.Error.WriteLine(Summarise(runs, clock.Elapsed));
                next = clock.Elapsed + ProgressInterval;
                if (options.Iterations == 0 && clock.Elapsed >= limit) break;
            }
        }

        LastInput.Close();
        int found = runs.Sum(run => run.Findings.Count) + (unfinished is null ? 0 : 1);
        Print(runs, clock.Elapsed, found, options);
        return found == 0 ? FuzzExit.Clean : FuzzExit.Findings;
    }

    private static string Summarise(TargetRun[] runs, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{elapsed.TotalSeconds,5:F0} s  {runs.Sum(run => run.Inputs)} inputs  {runs.Sum(run => run.Edges)} edges  corpus {runs.Sum(run => run.CorpusCount)}  findings {runs.Sum(run => run.Findings.Count)}");

    private static void Print(TargetRun[] runs, TimeSpan elapsed, int found, FuzzOptions options)
    {
        if (options.IsJson)
        {
            var rows = runs.Select(run => new
            {
                target = run.Target.Name,
                inputs = run.Inputs,
                edges = run.Edges,
                corpus = run.CorpusCount,
                outcomes = run.Outcomes.Count,
                maxAllocatedShare = Math.Round(run.MaxShare, 3),
                findings = run.Findings,
            });
            Console.Out.WriteLine(JsonSerializer.Serialize(new { seconds = Math.Round(elapsed.TotalSeconds, 1), seed = options.Seed, findings = found, targets = rows }));
            return;
        }

        Console.Out.WriteLine($"{"target",-34}{"inputs",10}{"edges",8}{"corpus",8}{"outcomes",10}{"memory",8}{"findings",10}");
        foreach (var run in runs)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Target.Name,-34}{run.Inputs,10}{run.Edges,8}{run.CorpusCount,8}{run.Outcomes.Count,10}{run.MaxShare,8:P0}{run.Findings.Count,10}"));
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs.Sum(run => run.Inputs)} inputs in {elapsed.TotalSeconds:F0} s, {found} findings"));
    }
}
