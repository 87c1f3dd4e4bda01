using BasedAI.Grains;
using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

/// <summary>Nothing is lost between the API's words and the grains'.</summary>
public sealed class MappingTests
{
    private static readonly BlobRef Input = new(new string('b', 64), 10, MediaTypes.CiphertextBundle);
    private static readonly BlobRef Keys = new(new string('c', 64), 20, MediaTypes.EvaluationKeys);

    [Fact]
    public void A_request_becomes_an_order()
    {
        var request = new JobRequest
        {
            Id = JobId.New(),
            Brain = new BrainId(7),
            PlanId = new string('a', 64),
            Input = Input,
            Keys = Keys,
            Validators = 3,
            DeadlineSeconds = 99,
        };
        Assert.Equal(
            new JobOrder
            {
                JobId = request.Id.Value,
                BrainId = 7,
                PlanId = request.PlanId,
                Input = Input,
                Keys = Keys,
                Validators = 3,
                DeadlineSeconds = 99,
            },
            JobMapping.ToOrder(request));
    }

    [Fact]
    public void A_snapshot_becomes_a_status()
    {
        var snapshot = new JobSnapshot
        {
            JobId = Guid.NewGuid(),
            BrainId = 7,
            PlanId = "plan",
            Phase = JobPhase.Completed,
            Version = 12,
            Attempt = 2,
            Miner = "miner-1",
            Step = 5,
            StepCount = 9,
            Verdicts = [new WorkVerdict(2, "validator-1", true, 1.5)],
            Result = Input,
            EvaluateMilliseconds = 3.5,
            VerifyMilliseconds = 4.5,
            SubmittedAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(1),
        };
        var status = JobMapping.ToStatus(snapshot);
        Assert.Equal(new JobId(snapshot.JobId), status.Id);
        Assert.Equal((new BrainId(7), "plan"), (status.Brain, status.PlanId));
        Assert.Equal((JobPhase.Completed, 12L, 2, "miner-1", 5, 9), (status.Phase, status.Version, status.Attempt, status.Miner, status.Step, status.StepCount));
        Assert.Equal([new JobVerdict("validator-1", true, 1.5)], status.Verdicts);
        Assert.Equal(Input, status.Result);
        Assert.Null(status.Error);
        Assert.Equal((3.5, 4.5), (status.EvaluateMilliseconds, status.VerifyMilliseconds));
        Assert.Equal((snapshot.SubmittedAt, snapshot.EndedAt), (status.SubmittedAt, status.EndedAt));
    }

    [Fact]
    public void An_error_keeps_its_code_and_words()
    {
        var snapshot = new JobSnapshot
        {
            JobId = Guid.NewGuid(),
            BrainId = 0,
            Phase = JobPhase.Failed,
            Version = 3,
            ErrorCode = ErrorCodes.Disputed,
            ErrorMessage = "two of three",
        };
        Assert.Equal(new ApiError(ErrorCodes.Disputed, "two of three"), JobMapping.ToStatus(snapshot).Error);
    }

    [Fact]
    public void A_Brain_and_a_place_keep_every_number()
    {
        var info = new BrainInfo { Id = 3, Name = "n", Model = "m", Plans = ["fast", "lean"], Miners = 4, Validators = 5, ActiveJobs = 6, CompletedJobs = 7 };
        Assert.Equal(new BrainSummary(new BrainId(3), "n", "m", info.Plans, 4, 5, 6, 7), BrainMapping.ToSummary(info));
        Assert.Equal(
            new MemberReceipt("v", MemberRole.Validator, 1, 2, 256),
            BrainMapping.ToReceipt(new MemberPlace("v", MemberRole.Validator, 1, 2, 256)));
    }
}
