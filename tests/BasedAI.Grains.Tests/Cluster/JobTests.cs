using BasedAI.Protocol;

namespace BasedAI.Grains.Tests;

public sealed class JobTests(SharedCluster shared)
{
    private readonly TestCluster _cluster = shared.Cluster;

    private static CancellationToken Testing => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_with_validators_is_computed_checked_and_completed()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);

        var submitted = await brain.SubmitJob(order);
        Assert.Equal((order.JobId, JobPhase.Admitted), (submitted.JobId, submitted.Phase));
        var job = await _cluster.End(order);

        Assert.Equal((JobPhase.Completed, 1, null), (job.Phase, job.Attempt, job.ErrorCode));
        Assert.Equal(BlobRef.Of(ScriptedEngine.RightAnswer(order.Input), MediaTypes.CiphertextBundle), job.Result);
        Assert.NotNull(_cluster.Blobs.GetLength(job.Result!.Sha256));
        Assert.Equal(2, job.Verdicts.Select(verdict => verdict.Validator).Distinct().Count());
        Assert.All(job.Verdicts, verdict => Assert.True(verdict.Agrees));
        Assert.Equal((4, 4), (job.Step, job.StepCount));
        Assert.True(job.EndedAt >= job.SubmittedAt);
        await TestCluster.Eventually(async () => await brain.GetInfo() is { ActiveJobs: 0, CompletedJobs: 1 });
    }

    [Fact]
    public async Task Without_validators_the_result_stands_unchecked()
    {
        var brain = await _cluster.OpenBrain(validators: 0);
        var order = TestCluster.Order(brain, validators: 0);
        await brain.SubmitJob(order);
        var job = await _cluster.End(order);

        Assert.Equal(JobPhase.Completed, job.Phase);
        Assert.Empty(job.Verdicts);
        Assert.Equal(1, _cluster.Engine.For(order.Input).Runs);
    }

    [Fact]
    public async Task Submitting_twice_is_one_job_also_at_once_and_also_after_the_model_changed()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain, validators: 0);

        var snapshots = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => brain.SubmitJob(order)));
        Assert.All(snapshots, snapshot => Assert.Equal(snapshots[0].SubmittedAt, snapshot.SubmittedAt));
        var job = await _cluster.End(order);
        await brain.PublishModel(TestCluster.Release([77]));
        var again = await brain.SubmitJob(order);

        Assert.Equal(job.Result, again.Result);
        Assert.Equal(1, _cluster.Engine.For(order.Input).Runs);
        await TestCluster.Eventually(async () => await brain.GetInfo() is { ActiveJobs: 0, CompletedJobs: 1 });
    }

    [Fact]
    public async Task An_id_with_other_content_is_refused()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);
        await brain.SubmitJob(order);

        var fault = await Assert.ThrowsAsync<GrainFault>(() => brain.SubmitJob(order with { Validators = 1 }));
        Assert.Equal((ErrorCodes.JobConflict, false), (fault.Code, fault.IsRetryable));
        Assert.Contains(order.JobId.ToString("N"), fault.Message, StringComparison.Ordinal);
        Assert.Equal(JobPhase.Completed, (await _cluster.End(order)).Phase);
    }

    [Fact]
    public async Task A_silent_miner_loses_its_lease_and_what_it_says_later_changes_nothing()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);
        var script = _cluster.Engine.For(order.Input);
        script.BeforeStep = (run, _, token) =>
        {
            if (run == 1)
                token.WaitHandle.WaitOne(TestCluster.Patience);
            token.ThrowIfCancellationRequested();
        };
        await brain.SubmitJob(order);
        string? first = null;
        await TestCluster.Eventually(async () => (first = (await _cluster.Job(order).GetSnapshot())!.Miner) is not null);
        var job = await _cluster.End(order);

        Assert.Equal((JobPhase.Completed, 2), (job.Phase, job.Attempt));
        Assert.NotEqual(first, job.Miner);
        await TestCluster.Eventually(() => Task.FromResult(script.Cancelled == 1));
        await _cluster.Job(order).CompleteWork(new WorkResult(1, first!, BlobRef.Of([9, 9], MediaTypes.CiphertextBundle), 1));
        await _cluster.Job(order).FailWork(new WorkFailure(1, first!, ErrorCodes.Internal, "late", true));
        Assert.False(await _cluster.Job(order).ReportProgress(1, 3, 4));
        var after = await _cluster.Job(order).GetSnapshot();
        Assert.Equal((job.Version, job.Result), (after!.Version, after.Result));
    }

    [Fact]
    public async Task Who_loads_for_longer_than_a_lease_and_says_so_keeps_it_as_miner_and_as_validator()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain, validators: 1);
        var script = _cluster.Engine.For(order.Input);
        script.Loading = TimeSpan.FromSeconds(3);
        await brain.SubmitJob(order);
        var job = await _cluster.End(order);

        Assert.Equal((JobPhase.Completed, 1, 2), (job.Phase, job.Attempt, script.Runs));
    }

    [Fact]
    public async Task A_wrong_result_that_all_validators_refuse_is_computed_again_by_another_miner()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);
        _cluster.Engine.For(order.Input).Answer = run => run == 1 ? [6, 6, 6] : null;
        var wrong = BlobRef.Of([6, 6, 6], MediaTypes.CiphertextBundle);
        await brain.SubmitJob(order);
        var job = await _cluster.End(order);

        Assert.Equal((JobPhase.Completed, 2), (job.Phase, job.Attempt));
        Assert.NotEqual(wrong, job.Result);
        Assert.Equal(2, job.Verdicts.Length);
        Assert.All(job.Verdicts, verdict => Assert.True(verdict is { Attempt: 2, Agrees: true }));
    }

    [Fact]
    public async Task Validators_that_contradict_each_other_leave_the_job_disputed()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);
        _cluster.Engine.For(order.Input).Answer = run => run == 2 ? [6] : null;
        await brain.SubmitJob(order);
        var job = await _cluster.End(order);

        Assert.Equal((JobPhase.Failed, ErrorCodes.Disputed), (job.Phase, job.ErrorCode));
        Assert.Null(job.Result);
        Assert.Single(job.Verdicts, verdict => !verdict.Agrees);
    }

    [Fact]
    public async Task A_passing_failure_is_retried_with_another_miner_and_leaks_nothing()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);
        _cluster.Engine.For(order.Input).BeforeStep = (run, _, _) =>
        {
            if (run == 1)
                throw new InvalidOperationException("inner detail");
        };
        await brain.SubmitJob(order);
        var job = await _cluster.End(order);

        Assert.Equal((JobPhase.Completed, 2), (job.Phase, job.Attempt));
    }

    [Fact]
    public async Task A_failure_that_does_not_pass_uses_up_the_attempts_and_names_a_reference_only()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);
        _cluster.Engine.For(order.Input).BeforeStep = (_, _, _) => throw new InvalidOperationException("inner detail");
        await brain.SubmitJob(order);
        var job = await _cluster.End(order);

        Assert.Equal((JobPhase.Failed, ErrorCodes.AttemptsExhausted, 3), (job.Phase, job.ErrorCode, job.Attempt));
        Assert.Contains("reference", job.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("inner detail", job.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_at_fault_is_rejected_at_once_with_its_reason()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);
        var script = _cluster.Engine.For(order.Input);
        script.BeforeStep = (_, _, _) => throw new PlanEngineException(
            ErrorCodes.BadInput, "2 ciphertexts were given, the plan takes 3", permanent: true);
        await brain.SubmitJob(order);
        var job = await _cluster.End(order);

        Assert.Equal((JobPhase.Rejected, ErrorCodes.BadInput, 1), (job.Phase, job.ErrorCode, script.Runs));
        Assert.Equal("2 ciphertexts were given, the plan takes 3", job.ErrorMessage);
    }

    [Fact]
    public async Task A_job_past_its_deadline_expires_and_its_work_is_stopped()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain, deadlineSeconds: 1);
        var script = Endless(order);
        await brain.SubmitJob(order);
        var job = await _cluster.End(order);

        Assert.Equal((JobPhase.Expired, ErrorCodes.DeadlinePassed), (job.Phase, job.ErrorCode));
        await TestCluster.Eventually(() => Task.FromResult(script.Cancelled == 1));
        await TestCluster.Eventually(async () => await brain.GetInfo() is { ActiveJobs: 0, CompletedJobs: 0 });
    }

    [Fact]
    public async Task Cancelling_stops_the_work_and_a_second_time_changes_nothing()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);
        var script = Endless(order);
        await brain.SubmitJob(order);
        await TestCluster.Eventually(async () => (await _cluster.Job(order).GetSnapshot())!.Phase == JobPhase.Computing);

        var cancelled = await _cluster.Job(order).Cancel();
        Assert.Equal((JobPhase.Cancelled, ErrorCodes.Cancelled), (cancelled!.Phase, cancelled.ErrorCode));
        Assert.Equal(cancelled.Version, (await _cluster.Job(order).Cancel())!.Version);
        await TestCluster.Eventually(() => Task.FromResult(script.Cancelled == 1));
        Assert.Null(await _cluster.Client.GetGrain<IJobGrain>(Guid.NewGuid()).Cancel());
    }

    [Fact]
    public async Task Waiting_answers_at_the_change_and_no_later_than_asked()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);
        var script = _cluster.Engine.For(order.Input);
        using var release = new SemaphoreSlim(0);
        script.BeforeStep = (_, _, token) => release.Wait(token);
        await brain.SubmitJob(order);
        release.Release();
        await TestCluster.Eventually(async () => (await _cluster.Job(order).GetSnapshot())!.Step == 1);
        var now = (await _cluster.Job(order).GetSnapshot())!;

        var silent = await _cluster.Job(order).WaitForChange(now.Version, TimeSpan.FromMilliseconds(100));
        Assert.Equal((now.Version, 1), (silent!.Version, silent.Step));
        var waiting = _cluster.Job(order).WaitForChange(now.Version, TimeSpan.FromSeconds(20));
        Assert.False(waiting.IsCompleted);
        release.Release();
        var changed = await waiting;
        Assert.True(changed!.Version > now.Version);
        Assert.Equal(2, changed.Step);

        release.Release(100);
        var ended = await _cluster.End(order);
        Assert.Equal(ended.Version, (await _cluster.Job(order).WaitForChange(long.MaxValue, TimeSpan.FromSeconds(20)))!.Version);
        Assert.Null(await _cluster.Client.GetGrain<IJobGrain>(Guid.NewGuid()).WaitForChange(0, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task More_jobs_than_threads_wait_for_longer_than_a_lease_and_all_complete_in_one_attempt()
    {
        var brain = await _cluster.OpenBrain(miners: 2);
        var orders = Enumerable.Range(0, 16).Select(_ => TestCluster.Order(brain, validators: 0)).ToArray();
        foreach (var order in orders)
        {
            _cluster.Engine.For(order.Input).BeforeStep = (_, _, token) => token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(250));
            await brain.SubmitJob(order);
        }

        var fault = await Assert.ThrowsAsync<GrainFault>(() => brain.SubmitJob(TestCluster.Order(brain)));
        Assert.Equal((ErrorCodes.Busy, true), (fault.Code, fault.IsRetryable));
        var jobs = await Task.WhenAll(orders.Select(_cluster.End));
        Assert.All(jobs, job => Assert.Equal((JobPhase.Completed, 1), (job.Phase, job.Attempt)));
        Assert.Equal(8, jobs.Count(job => job.Miner == jobs[0].Miner));
    }

    [Fact]
    public async Task A_job_that_was_let_go_from_memory_goes_on_when_it_is_asked_for()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);
        using var release = new SemaphoreSlim(0);
        _cluster.Engine.For(order.Input).BeforeStep = (_, _, token) => release.Wait(token);
        await brain.SubmitJob(order);
        release.Release();
        await TestCluster.Eventually(async () => (await _cluster.Job(order).GetSnapshot())!.Step == 1);
        var before = await _cluster.Job(order).GetSnapshot();
        await _cluster.Silos.DeactivateAsync(_cluster.Job(order).GetGrainId());

        var after = await _cluster.Job(order).GetSnapshot();
        Assert.True(after!.Version > before!.Version, $"{before.Version} -> {after.Version}");
        Assert.Equal((before.Attempt, before.Miner), (after.Attempt, after.Miner));
        release.Release(1000);
        Assert.Equal((JobPhase.Completed, 1), ((await _cluster.End(order)) is var job ? job.Phase : default, job.Attempt));
        Testing.ThrowIfCancellationRequested();
    }

    private ScriptedEngine.Script Endless(JobOrder order)
    {
        var script = _cluster.Engine.For(order.Input);
        script.Steps = int.MaxValue;
        script.BeforeStep = (_, _, token) => token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(10));
        return script;
    }
}
