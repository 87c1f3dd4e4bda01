using System.Diagnostics;

namespace BasedAI.Client;

/// <summary>Measures the stages of one answer and reports them.</summary>
internal sealed class StageClock(IProgress<InferenceEvent>? progress)
{
    private readonly Dictionary<InferenceStage, TimeSpan> _times = [];

    public TimeSpan this[InferenceStage stage] => _times.GetValueOrDefault(stage);

    public async Task<T> MeasureAsync<T>(InferenceStage stage, Func<Task<T>> work, Func<T, long> bytes)
    {
        progress?.Report(new InferenceEvent.Began(stage));
        var began = Stopwatch.GetTimestamp();
        var result = await work().ConfigureAwait(false);
        var elapsed = Stopwatch.GetElapsedTime(began);
        _times[stage] = elapsed;
        progress?.Report(new InferenceEvent.Ended(stage, elapsed, bytes(result)));
        return result;
    }
}
