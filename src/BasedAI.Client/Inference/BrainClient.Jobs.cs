using BasedAI.Client.Text;
using BasedAI.Protocol;

namespace BasedAI.Client;

public sealed partial class BrainClient
{
    private const double MaxValue = 1e6;

    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(3);

    /// <summary>The bundle that travels.</summary>
    internal ReadOnlyMemory<byte> Encrypt(EncodedInput input, ClientKeyRing keys, PlanRequirements plan)
    {
        MustBeOfThisModel(input);
        return keys.Get(plan).Encrypt(plan, input);
    }

    private void MustBeOfThisModel(EncodedInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Length == 0) throw new ArgumentException("The text has no word, and no model has an answer to that.", nameof(input));
        var fits = Requirements is { Text: { } text }
            ? input is EncodedText && (input.Rows.GetLength(0), input.Rows.GetLength(1)) == (text.MaxTokens, text.Dimensions)
            : input is EncodedRecord && input.Rows.GetLength(1) == Requirements.Record!.Features.Length;
        if (!fits) throw new ArgumentException("The input was encoded for another model.", nameof(input));
    }

    private JobRequest RequestOf(InferenceOptions options, PlanRequirements plan, BlobRef input, PlanKeys keys) => new()
    {
        Id = options.Job,
        Brain = Id,
        PlanId = plan.PlanId,
        Input = input,
        Keys = keys.EvaluationKeys,
        Validators = options.Validators,
        DeadlineSeconds = options.DeadlineSeconds,
    };

    private async Task<JobStatus> RunAsync(JobRequest request, IProgress<InferenceEvent>? progress, CancellationToken cancellationToken)
    {
        var status = await _client.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        progress?.Report(new InferenceEvent.Acknowledged(status));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(request.DeadlineSeconds) + TimeSpan.FromMinutes(1));
        try
        {
            await foreach (var next in _client.WatchAsync(request.Id, patience.Token).ConfigureAwait(false))
            {
                status = next;
                progress?.Report(new InferenceEvent.Moved(status));
            }

            return status;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await TryCancelAsync(request.Id).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException exception)
        {
            throw new JobInterruptedException(
                request.Id, new TimeoutException($"The network did not end it within a minute of its deadline of {request.DeadlineSeconds} s.", exception));
        }
        catch (Exception exception) when (exception is NodeUnreachableException or NodeProtocolException or BasedApiException { Code: ErrorCodes.Busy })
        {
            throw new JobInterruptedException(request.Id, exception);
        }
    }

    private async Task TryCancelAsync(JobId job)
    {
        try
        {
            using var patience = new CancellationTokenSource(CancelPatience);
            await _client.CancelAsync(job, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or BasedApiException or NodeUnreachableException or NodeProtocolException)
        {
            // The deadline ends the job.
        }
    }

    private Task<byte[]> FetchAsync(JobStatus status, PlanRequirements plan, CancellationToken cancellationToken)
    {
        if (status.Phase != JobPhase.Completed)
        {
            var error = status.Error ?? new ApiError(ErrorCodes.Internal, $"The job ended as {status.Phase} and gives no reason.");
            throw new BasedApiException(error.Code, Printable.Line(error.Message, 1000));
        }

        return status.Result is { } result
            ? _client.DownloadAsync(result, (int)Math.Min(_client.Options.MaxResultBytes, plan.MaxResultBytes), cancellationToken)
            : throw new NodeProtocolException("The network says the job completed, but names no result.");
    }

    private AnswerValues Decrypt(byte[] result, PlanKeys keys, PlanRequirements plan, int length)
    {
        var values = keys.Decrypt(result, plan.Output);
        for (var i = 0; i < values.Length; i++)
        {
            if (Requirements.IsPerToken) values[i] /= length;
            if (!(Math.Abs(values[i]) < MaxValue))
                throw new NodeProtocolException("The result does not decrypt to an answer: it was not computed from this input under these keys.");
        }

        return AnswerValues.Read(Requirements, values);
    }

    private static InferenceAnswer AnswerOf(JobStatus status, PlanChoice choice, AnswerValues values, int wanted, InferenceBytes bytes, InferenceTimes times)
    {
        var validators = status.Verdicts.Where(verdict => verdict.Agrees).Select(verdict => Printable.Line(verdict.Validator, MemberId.MaxLength)).Distinct().ToList();
        return new InferenceAnswer
        {
            Job = status.Id,
            Choice = choice,
            Values = values,
            Bytes = bytes,
            Times = times,
            Miner = Printable.Line(status.Miner, MemberId.MaxLength),
            Validators = validators,
            IsVerified = wanted > 0 && validators.Count >= wanted && status.Verdicts.All(verdict => verdict.Agrees),
        };
    }
}
