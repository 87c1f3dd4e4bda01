using System.Diagnostics;
using BasedAI.Client;

namespace BasedAI.Cli;

/// <summary>Asks the network many questions, a few at a time, and counts.</summary>
internal sealed class EvaluationRun(BrainClient brain, ClientKeyRing keys, PlanChoice choice, IPlainModel? plain, int validators)
{
    private readonly Lock _gate = new();
    private readonly List<double> _evaluateMilliseconds = [];
    private int _correct;
    private int _plainCorrect;
    private int _agreeing;
    private double _maxLogitError;

    public async Task<EvalJson> RunAsync(IReadOnlyList<LabelledInput> inputs, int parallel, Action<int> done, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(inputs, options, async (input, token) =>
        {
            try
            {
                await AskAsync(input, token);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                var (exitCode, message) = Failure.Of(exception);
                throw new CliException(exitCode, $"line {input.Line}: {message}", exception);
            }

            lock (_gate) done(_evaluateMilliseconds.Count);
        });
        return Summarise(inputs.Count, Stopwatch.GetElapsedTime(began));
    }

    private async Task AskAsync(LabelledInput input, CancellationToken cancellationToken)
    {
        var encoded = input.Encode();
        var options = new InferenceOptions { Validators = validators, DeadlineSeconds = 600, Plan = choice.Plan.Name };
        var answer = await brain.AskAsync(encoded, keys, options, null, cancellationToken);
        var clear = plain is null ? null : AnswerValues.Read(brain.Requirements, plain.Evaluate(encoded.Rows, encoded.Length));
        lock (_gate)
        {
            _evaluateMilliseconds.Add(answer.Times.Evaluate.TotalMilliseconds);
            if (answer.Values.Class == input.Label) _correct++;
            if (clear is null) return;
            if (clear.Class == input.Label) _plainCorrect++;
            if (clear.Class == answer.Values.Class) _agreeing++;
            _maxLogitError = Math.Max(_maxLogitError, answer.Values.DistanceTo(clear));
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
            Math.Round(wall.TotalSeconds, 2),
            PlanText.ToJson(choice));
    }
}
