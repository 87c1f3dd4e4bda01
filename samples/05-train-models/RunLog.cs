using System.Diagnostics;

namespace BasedAI.Samples.TrainModels;

/// <summary>Lines with the time since the run began, from any thread.</summary>
public sealed class RunLog(TextWriter output)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();

    public TimeSpan Elapsed => _clock.Elapsed;

    public TextWriter Output => output;

    public void Write(string message)
    {
        lock (_lock)
            output.WriteLine($"[{_clock.Elapsed:mm\\:ss}] {message}");
    }
}
