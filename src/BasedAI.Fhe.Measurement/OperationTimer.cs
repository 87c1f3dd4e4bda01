using System.Diagnostics;

namespace BasedAI.Fhe.Measurement;

/// <summary>Times one operation: warm-up, then runs of at least a tenth of a millisecond each until a budget is spent.</summary>
internal static class OperationTimer
{
    private const double RunMicroseconds = 100;
    private const int MinRuns = 15;
    private const int MaxRuns = 2000;

    /// <summary>Times <paramref name="action"/>, which does the operation <paramref name="perCall"/> times.</summary>
    public static MeasuredOperation Measure(string op, int perCall, TimeSpan budget, Action action, CancellationToken cancellationToken)
    {
        var warmUp = budget / 4;
        var start = Stopwatch.GetTimestamp();
        var calls = 0;
        while (calls < 2 || Stopwatch.GetElapsedTime(start) < warmUp)
        {
            cancellationToken.ThrowIfCancellationRequested();
            action();
            calls++;
        }

        var callsPerRun = Math.Max(1, (int)(RunMicroseconds * calls / Stopwatch.GetElapsedTime(start).TotalMicroseconds));
        var times = new List<double>(MaxRuns);
        start = Stopwatch.GetTimestamp();
        while (times.Count < MinRuns || (times.Count < MaxRuns && Stopwatch.GetElapsedTime(start) < budget))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var run = Stopwatch.GetTimestamp();
            for (var i = 0; i < callsPerRun; i++) action();
            times.Add(Stopwatch.GetElapsedTime(run).TotalMicroseconds / ((double)callsPerRun * perCall));
        }

        times.Sort();
        return new MeasuredOperation(op, Math.Round(times[times.Count / 2], 2), Math.Round(times[0], 2), times.Count);
    }
}
