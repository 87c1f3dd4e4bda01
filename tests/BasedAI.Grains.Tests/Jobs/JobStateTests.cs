using BasedAI.Protocol;

namespace BasedAI.Grains.Tests;

public sealed class JobStateTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly BlobRef Result = BlobRef.Of([1, 2, 3], MediaTypes.CiphertextBundle);

    private static readonly Dictionary<string, Func<JobState, JobState>> Events = new()
    {
        ["assign"] = job => job.Assign(job.Attempt + 1, "m-next", Start, Lease),
        ["no-miner"] = job => job.NoMiner(job.Attempt + 1, Start),
        ["begin"] = job => job.Begin(job.Attempt, Start, Lease),
        ["complete"] = job => job.Complete(new WorkResult(job.Attempt, job.Miner ?? "m1", Result, 5), Start),
        ["verify"] = job => job.Verify(job.Attempt, ["v1", "v2"], Start, Lease),
        ["agree"] = job => job.Judge(new WorkVerdict(job.Attempt, "v1", true, 5), Start, Lease),
        ["disagree"] = job => job.Judge(new WorkVerdict(job.Attempt, "v1", false, 5), Start, Lease),
        ["miner-fails"] = job => job.Fail(Failure(job, permanent: false), Start, Lease),
        ["miner-rejects"] = job => job.Fail(Failure(job, permanent: true), Start, Lease),
        ["validator-fails"] = job => job.Fail(new WorkFailure(job.Attempt, "v1", ErrorCodes.Internal, "broke", false), Start, Lease),
        ["lease-expired"] = job => job.LeaseExpired(job.Attempt, Start, Lease),
        ["deadline"] = job => job.Expire(Start.AddSeconds(60)),
        ["cancel"] = job => job.Cancel(Start),
        ["resume"] = job => job.Resume(Start, Lease),
        ["acknowledge"] = job => job.AcknowledgeEnd(),
    };

    /// <summary>Every phase × every event, with the phase that follows; what is not listed changes nothing.</summary>
    private static readonly Dictionary<(JobPhase, string), JobPhase> Table = new()
    {
        [(JobPhase.Admitted, "assign")] = JobPhase.Assigned,
        [(JobPhase.Admitted, "no-miner")] = JobPhase.Failed,
        [(JobPhase.Admitted, "deadline")] = JobPhase.Expired,
        [(JobPhase.Admitted, "cancel")] = JobPhase.Cancelled,
        [(JobPhase.Admitted, "resume")] = JobPhase.Admitted,
        [(JobPhase.Assigned, "begin")] = JobPhase.Computing,
        [(JobPhase.Assigned, "complete")] = JobPhase.Computed,
        [(JobPhase.Assigned, "miner-fails")] = JobPhase.Admitted,
        [(JobPhase.Assigned, "miner-rejects")] = JobPhase.Rejected,
        [(JobPhase.Assigned, "lease-expired")] = JobPhase.Admitted,
        [(JobPhase.Assigned, "deadline")] = JobPhase.Expired,
        [(JobPhase.Assigned, "cancel")] = JobPhase.Cancelled,
        [(JobPhase.Assigned, "resume")] = JobPhase.Assigned,
        [(JobPhase.Computing, "complete")] = JobPhase.Computed,
        [(JobPhase.Computing, "miner-fails")] = JobPhase.Admitted,
        [(JobPhase.Computing, "miner-rejects")] = JobPhase.Rejected,
        [(JobPhase.Computing, "lease-expired")] = JobPhase.Admitted,
        [(JobPhase.Computing, "deadline")] = JobPhase.Expired,
        [(JobPhase.Computing, "cancel")] = JobPhase.Cancelled,
        [(JobPhase.Computing, "resume")] = JobPhase.Computing,
        [(JobPhase.Computed, "verify")] = JobPhase.Verifying,
        [(JobPhase.Computed, "deadline")] = JobPhase.Expired,
        [(JobPhase.Computed, "cancel")] = JobPhase.Cancelled,
        [(JobPhase.Computed, "resume")] = JobPhase.Computed,
        [(JobPhase.Verifying, "agree")] = JobPhase.Verifying,
        [(JobPhase.Verifying, "disagree")] = JobPhase.Verifying,
        [(JobPhase.Verifying, "validator-fails")] = JobPhase.Verifying,
        [(JobPhase.Verifying, "lease-expired")] = JobPhase.Verifying,
        [(JobPhase.Verifying, "deadline")] = JobPhase.Expired,
        [(JobPhase.Verifying, "cancel")] = JobPhase.Cancelled,
        [(JobPhase.Verifying, "resume")] = JobPhase.Verifying,
        [(JobPhase.Completed, "acknowledge")] = JobPhase.Completed,
        [(JobPhase.Rejected, "acknowledge")] = JobPhase.Rejected,
        [(JobPhase.Failed, "acknowledge")] = JobPhase.Failed,
        [(JobPhase.Expired, "acknowledge")] = JobPhase.Expired,
        [(JobPhase.Cancelled, "acknowledge")] = JobPhase.Cancelled,
    };

    private static readonly string[] Fenced =
        ["begin", "complete", "verify", "agree", "disagree", "miner-fails", "miner-rejects", "validator-fails", "lease-expired"];

    public static TheoryData<JobPhase, string> Cases => Product(Events.Keys);

    public static TheoryData<JobPhase, string> FencedCases => Product(Fenced);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_event_in_each_phase_does_what_the_table_says(JobPhase phase, string name)
    {
        var before = In(phase);
        Assert.Equal(phase, before.Phase);

        var after = Events[name](before);

        if (Table.TryGetValue((phase, name), out var expected))
        {
            Assert.NotSame(before, after);
            Assert.Equal(expected, after.Phase);
            Assert.Equal(before.Revision + (name == "acknowledge" ? 0 : 1), after.Revision);
            Assert.Equal(expected.IsFinal(), after.EndedAt is not null);
            Assert.Equal(expected > JobPhase.Completed, after.ErrorCode is not null);
        }
        else
        {
            Assert.Same(before, after);
        }
    }

    [Theory]
    [MemberData(nameof(FencedCases))]
    public void An_event_of_another_attempt_changes_nothing(JobPhase phase, string name)
    {
        var before = In(phase);
        foreach (var shift in new[] { -1, 1 })
        {
            var attempt = before.Attempt + shift;
            var after = name switch
            {
                "begin" => before.Begin(attempt, Start, Lease),
                "complete" => before.Complete(new WorkResult(attempt, "m1", Result, 5), Start),
                "verify" => before.Verify(attempt, ["v1", "v2"], Start, Lease),
                "agree" => before.Judge(new WorkVerdict(attempt, "v1", true, 5), Start, Lease),
                "disagree" => before.Judge(new WorkVerdict(attempt, "v1", false, 5), Start, Lease),
                "miner-fails" => before.Fail(new WorkFailure(attempt, "m1", ErrorCodes.Internal, "", false), Start, Lease),
                "miner-rejects" => before.Fail(new WorkFailure(attempt, "m1", ErrorCodes.BadInput, "", true), Start, Lease),
                "validator-fails" => before.Fail(new WorkFailure(attempt, "v1", ErrorCodes.Internal, "", false), Start, Lease),
                _ => before.LeaseExpired(attempt, Start, Lease),
            };
            Assert.Same(before, after);
        }
    }

    [Fact]
    public void A_result_of_another_miner_changes_nothing()
    {
        var job = In(JobPhase.Computing);
        Assert.Same(job, job.Complete(new WorkResult(1, "m9", Result, 1), Start));
    }

    [Fact]
    public void Without_validators_the_result_completes_the_job_and_leaves_no_verdict()
    {
        var job = JobState.Admit(Order(0), Start)
            .Assign(1, "m1", Start, Lease)
            .Complete(new WorkResult(1, "m1", Result, 7), Start.AddSeconds(2));

        Assert.Equal(JobPhase.Completed, job.Phase);
        Assert.Equal(Result, job.Result);
        Assert.Empty(job.Verdicts);
        Assert.Equal(Start.AddSeconds(2), job.EndedAt);
    }

    [Theory]
    [InlineData("++", JobPhase.Completed, null)]
    [InlineData("+-", JobPhase.Failed, ErrorCodes.Disputed)]
    [InlineData("-+", JobPhase.Failed, ErrorCodes.Disputed)]
    [InlineData("--", JobPhase.Admitted, null)]
    public void The_job_is_judged_when_every_validator_has_reported(string verdicts, JobPhase expected, string? error)
    {
        var job = In(JobPhase.Verifying)
            .Judge(new WorkVerdict(1, "v1", verdicts[0] == '+', 1), Start, Lease)
            .Judge(new WorkVerdict(1, "v2", verdicts[1] == '+', 1), Start, Lease);

        Assert.Equal(expected, job.Phase);
        Assert.Equal(error, job.ErrorCode);
        Assert.Equal(2, job.Verdicts.Length);
        Assert.Equal(expected == JobPhase.Completed ? Result : null, job.Result);
    }

    [Fact]
    public void Three_attempts_that_all_validators_refuse_end_as_disputed_and_keep_every_verdict()
    {
        var job = JobState.Admit(Order(2), Start);
        for (var attempt = 1; attempt <= JobState.MaxAttempts; attempt++)
        {
            Assert.Equal(JobPhase.Admitted, job.Phase);
            job = Refused(job, attempt);
        }

        Assert.Equal(JobPhase.Failed, job.Phase);
        Assert.Equal(ErrorCodes.Disputed, job.ErrorCode);
        Assert.Equal(2 * JobState.MaxAttempts, job.Verdicts.Length);
        Assert.Equal(2, job.CurrentVerdicts.Count());
    }

    [Fact]
    public void A_verdict_counts_once_and_only_from_those_asked()
    {
        var once = In(JobPhase.Verifying).Judge(new WorkVerdict(1, "v1", true, 1), Start, Lease);

        Assert.Same(once, once.Judge(new WorkVerdict(1, "v1", false, 1), Start, Lease));
        Assert.Same(once, once.Judge(new WorkVerdict(1, "stranger", true, 1), Start, Lease));
        Assert.Equal(["v2"], once.OutstandingValidators);
    }

    [Fact]
    public void Attempts_are_used_up_after_three_and_the_last_reason_is_told()
    {
        var job = JobState.Admit(Order(2), Start);
        for (var attempt = 1; attempt <= JobState.MaxAttempts; attempt++)
        {
            job = job.Assign(attempt, $"m{attempt}", Start, Lease)
                .Fail(new WorkFailure(attempt, $"m{attempt}", ErrorCodes.Internal, $"reason {attempt}", false), Start, Lease);
        }

        Assert.Equal(JobPhase.Failed, job.Phase);
        Assert.Equal(ErrorCodes.AttemptsExhausted, job.ErrorCode);
        Assert.Contains("reason 3", job.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_that_fail_three_times_end_the_job()
    {
        var job = In(JobPhase.Verifying);
        var failure = new WorkFailure(1, "v2", ErrorCodes.UnknownBlob, "not here", true);
        job = job.Fail(failure, Start, Lease).LeaseExpired(1, Start, Lease);
        Assert.Equal((JobPhase.Verifying, 2), (job.Phase, job.FailedChecks));

        job = job.Fail(failure, Start, Lease);
        Assert.Equal((JobPhase.Failed, ErrorCodes.AttemptsExhausted), (job.Phase, job.ErrorCode));
    }

    [Fact]
    public void Fewer_validators_than_asked_for_fail_the_job()
    {
        var job = In(JobPhase.Computed).Verify(1, ["v1"], Start, Lease);
        Assert.Equal((JobPhase.Failed, ErrorCodes.NoValidators), (job.Phase, job.ErrorCode));
    }

    [Fact]
    public void Before_the_deadline_nothing_expires()
    {
        var job = In(JobPhase.Computing);
        Assert.Same(job, job.Expire(Start.AddSeconds(59.9)));
    }

    [Fact]
    public void The_same_order_is_the_same_job_whatever_the_brain_added()
    {
        var order = Order(2);
        var job = JobState.Admit(order with { Plan = BlobRef.Of([9], MediaTypes.Plan) }, Start);

        Assert.True(job.IsFor(order));
        Assert.False(job.IsFor(order with { Validators = 1 }));
        Assert.False(job.IsFor(order with { Input = BlobRef.Of([7], MediaTypes.CiphertextBundle) }));
    }

    private static readonly Dictionary<JobPhase, JobState> States = [];

    /// <summary>The one state of each phase all tables start from.</summary>
    private static JobState In(JobPhase phase)
    {
        lock (States)
        {
            if (States.TryGetValue(phase, out var made))
                return made;
            var admitted = JobState.Admit(Order(2), Start);
            var assigned = admitted.Assign(1, "m1", Start, Lease);
            var computing = assigned.Begin(1, Start, Lease);
            var computed = computing.Complete(new WorkResult(1, "m1", Result, 5), Start);
            var verifying = computed.Verify(1, ["v1", "v2"], Start, Lease);
            States[JobPhase.Admitted] = admitted;
            States[JobPhase.Assigned] = assigned;
            States[JobPhase.Computing] = computing;
            States[JobPhase.Computed] = computed;
            States[JobPhase.Verifying] = verifying;
            States[JobPhase.Completed] = verifying
                .Judge(new WorkVerdict(1, "v1", true, 1), Start, Lease).Judge(new WorkVerdict(1, "v2", true, 1), Start, Lease);
            States[JobPhase.Rejected] = Events["miner-rejects"](computing);
            States[JobPhase.Failed] = admitted.NoMiner(1, Start);
            States[JobPhase.Expired] = Events["deadline"](computing);
            States[JobPhase.Cancelled] = computing.Cancel(Start);
            return States[phase];
        }
    }

    private static TheoryData<JobPhase, string> Product(IEnumerable<string> names)
    {
        var cases = new TheoryData<JobPhase, string>();
        foreach (var phase in Enum.GetValues<JobPhase>().Where(phase => phase != JobPhase.Submitted))
        {
            foreach (var name in names)
                cases.Add(phase, name);
        }

        return cases;
    }

    private static WorkFailure Failure(JobState job, bool permanent)
        => new(job.Attempt, job.Miner ?? "m1", permanent ? ErrorCodes.BadInput : ErrorCodes.Internal, "broke", permanent);

    private static JobState Refused(JobState job, int attempt)
        => job.Assign(attempt, $"m{attempt}", Start, Lease)
            .Complete(new WorkResult(attempt, $"m{attempt}", Result, 1), Start)
            .Verify(attempt, ["v1", "v2"], Start, Lease)
            .Judge(new WorkVerdict(attempt, "v1", false, 1), Start, Lease)
            .Judge(new WorkVerdict(attempt, "v2", false, 1), Start, Lease);

    private static JobOrder Order(int validators) => new()
    {
        JobId = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
        BrainId = 0,
        PlanId = new string('a', 64),
        Input = BlobRef.Of([4], MediaTypes.CiphertextBundle),
        Keys = BlobRef.Of([5], MediaTypes.EvaluationKeys),
        Validators = validators,
        DeadlineSeconds = 60,
    };
}
