using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary>The events of one answer as lines: encryption, upload, admission, which miner, step k of n, which validators agreed.</summary>
internal sealed class AskProgress(ProgressDisplay display, ClientKeyRing? keys = null) : IProgress<InferenceEvent>
{
    private readonly HashSet<string> _reported = [];
    private PlanRequirements? _plan;
    private long _keyBytes;
    private TimeSpan _keyTime;
    private string? _miner;
    private int _attempt;
    private bool _isComputed;

    public void Report(InferenceEvent value)
    {
        switch (value)
        {
            case InferenceEvent.Chose chose: Chose(chose.Choice); break;
            case InferenceEvent.Began began: display.Now(Doing(began.Stage)); break;
            case InferenceEvent.Ended ended: Ended(ended); break;
            case InferenceEvent.Acknowledged acknowledged:
                display.Line("admission", $"job {acknowledged.Status.Id} is written down");
                display.Now("waiting for a miner");
                break;
            case InferenceEvent.Moved moved: Report(moved.Status); break;
        }
    }

    public void Report(JobStatus status)
    {
        if (status.Miner is { } miner && (miner != _miner || status.Attempt != _attempt))
        {
            (_miner, _attempt) = (miner, status.Attempt);
            display.Line("miner", $"{miner} holds the job{(status.Attempt > 1 ? $", attempt {status.Attempt}" : "")}");
        }

        if (status.Phase == JobPhase.Computing) display.Now($"{_miner} computes on the ciphertext, step {status.Step} of {status.StepCount}");
        if (!_isComputed && status.Phase is JobPhase.Computed or JobPhase.Verifying or JobPhase.Completed && status.StepCount > 0)
        {
            _isComputed = true;
            display.Line("computed", $"step {status.StepCount} of {status.StepCount} in {Amounts.Milliseconds(status.EvaluateMilliseconds)}");
            display.Now("validators re-execute the job");
        }

        foreach (var verdict in status.Verdicts.Where(verdict => _reported.Add(verdict.Validator)))
        {
            display.Line(
                verdict.Agrees ? "agrees" : "disagrees",
                $"{verdict.Validator} {(verdict.Agrees ? "found the same bytes" : "found other bytes")} in {Amounts.Milliseconds(verdict.Milliseconds)}");
        }
    }

    private void Chose(PlanChoice choice)
    {
        _plan = choice.Plan;
        display.Line("plan", $"{choice.Plan.Name}: {choice.Reason}");
        if (keys?.Find(choice.Plan) is not null) display.Line("keys", $"{CountOfKeys()} evaluation keys are there; the secret stays here");
    }

    private int CountOfKeys() => _plan is null ? 0 : _plan.Keys.Galois.Length + (_plan.Keys.RelinearizationLevel is null ? 0 : 1);

    private void Ended(InferenceEvent.Ended ended)
    {
        switch (ended.Stage)
        {
            case InferenceStage.KeyGeneration:
                display.Line("keys", $"{CountOfKeys()} evaluation keys, {Amounts.Bytes(ended.Bytes)}, in {Amounts.Time(ended.Elapsed)}; the secret stays here");
                break;
            case InferenceStage.Encryption:
                display.Line("encryption", $"{Amounts.Bytes(ended.Bytes)} in {Amounts.Time(ended.Elapsed)}");
                break;
            case InferenceStage.KeyUpload:
                (_keyBytes, _keyTime) = (ended.Bytes, ended.Elapsed);
                break;
            case InferenceStage.InputUpload:
                var keys = _keyBytes > 0 ? $"keys {Amounts.Bytes(_keyBytes)}" : "keys are there already";
                display.Line("upload", $"{keys}, input {Amounts.Bytes(ended.Bytes)} in {Amounts.Time(_keyTime + ended.Elapsed)}");
                break;
            case InferenceStage.Download:
                display.Line("result", $"{Amounts.Bytes(ended.Bytes)} in {Amounts.Time(ended.Elapsed)}; decrypted here");
                break;
        }
    }

    private static string Doing(InferenceStage stage) => stage switch
    {
        InferenceStage.PlanChoice => "choosing a plan",
        InferenceStage.KeyGeneration => "making keys",
        InferenceStage.Encryption => "encrypting",
        InferenceStage.KeyUpload => "sending the evaluation keys",
        InferenceStage.InputUpload => "sending the ciphertexts",
        InferenceStage.Download => "fetching the encrypted result",
        _ => "decrypting",
    };
}
