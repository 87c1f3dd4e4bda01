using System.Diagnostics;

namespace BasedAI.Benchmarks.Ring;

/// <summary>Median and minimum over samples of a few hundred microseconds each.</summary>
internal readonly record struct Timing(double MedianMicroseconds, double MinMicroseconds)
{
    private const int Samples = 41;

    /// <summary>Times <paramref name="action"/>, which does <paramref name="perCall"/> units of work.</summary>
    public static Timing Of(Action action, int perCall)
    {
        var watch = Stopwatch.StartNew();
        var warm = 0;
        while (watch.ElapsedMilliseconds < 40 || warm < 3)
        {
            action();
            warm++;
        }
        var calls = Math.Max(1, (int)(warm * 1.0 / watch.Elapsed.TotalMilliseconds));
        var samples = new double[Samples];
        for (var i = 0; i < Samples; i++)
        {
            watch.Restart();
            for (var k = 0; k < calls; k++)
                action();
            samples[i] = watch.Elapsed.TotalMicroseconds / ((double)calls * perCall);
        }
        Array.Sort(samples);
        return new Timing(samples[Samples / 2], samples[0]);
    }
}
