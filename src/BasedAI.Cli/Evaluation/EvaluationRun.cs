using System.Diagnostics;
using BasedAI.Client;

namespace BasedAI.Cli;

/// <summary>Asks the network about many texts, a few at a time, and counts.</summary>
internal sealed class EvaluationRun(BrainClient brain, ClientKeyRing keys, PlainModel? plain, int validators)
{
    private readonly Lock _gate = new();
    private readonly List<double> _evaluateMilliseconds = [];
    private int _correct;
    private int _plainCorrect;
    private int _agreeing;
    private double _maxLogitError;

    public async Task<EvalJson> RunAsync(IReadOnlyList<LabelledText> texts, int parallel, Action<int> done, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(texts, options, async (text, token) =>
        {
            try
            {
                await AskAsync(text, token);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                var (exitCode, message) = Failure.Of(exception);
                throw new CliException(exitCode, $"line {text.Line}: {message}", exception);
            }

            lock (_gate) done(_evaluateMilliseconds.Count);
        });
        return Summarise(texts.Count, Stopwatch.GetElapsedTime(began));
    }

    private async Task AskAsync(LabelledText text, CancellationToken cancellationToken)
    {
        var encoded = brain.Encode(text.Text);
        var answer = await brain.AskAsync(encoded, keys, new InferenceOptions { Validators = validators, DeadlineSeconds = 600 }, null, cancellationToken);
        var plainLogit = plain?.Invoke(encoded.Rows, encoded.Length);
        lock (_gate)
        {
            var chosen = answer.RawLogit > 0 ? 1 : 0;
            _evaluateMilliseconds.Add(answer.Times.Evaluate.TotalMilliseconds);
            if (chosen == text.Label) _correct++;
            if (plainLogit is not { } logit) return;
            var plainChosen = logit > 0 ? 1 : 0;
            if (plainChosen == text.Label) _plainCorrect++;
            if (plainChosen == chosen) _agreeing++;
            _maxLogitError = Math.Max(_maxLogitError, Math.Abs(answer.RawLogit - logit));
        }
    }

    private EvalJson Summarise(int count, TimeSpan wall)
    {
        var sorted = _evaluateMilliseconds.Order().ToArray();
        double? Share(int part) => plain is null ? null : Math.Round((double)part / count, 6);
        return new EvalJson(
            count,
            _correct,
            Math.Round((double)_correct / count, 6),
            Share(_plainCorrect),
            Share(_agreeing),
            plain is null ? null : _maxLogitError,
            Math.Round(sorted.Average(), 2),
            Math.Round(sorted[(int)Math.Ceiling(0.95 * sorted.Length) - 1], 2),
            Math.Round(wall.TotalSeconds, 2));
    }
}
