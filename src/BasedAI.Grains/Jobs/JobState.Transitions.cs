using BasedAI.Protocol;

namespace BasedAI.Grains;

public sealed partial record JobState
{
    /// <summary>The first state: admitted by the Brain at <paramref name="now"/>.</summary>
    public static JobState Admit(JobOrder order, DateTimeOffset now)
        => new() { Order = order, Phase = JobPhase.Admitted, Revision = 1, SubmittedAt = now };

    /// <summary>Admitted → Assigned: the next attempt begins with <paramref name="miner"/>.</summary>
    /// <param name="attempt">The attempt that is meant, which must be the next one.</param>
    /// <param name="miner">Who gets the lease.</param>
    /// <param name="now">The time.</param>
    /// <param name="lease">How long it may be silent.</param>
    public JobState Assign(int attempt, string miner, DateTimeOffset now, TimeSpan lease)
        => Phase != JobPhase.Admitted || attempt != Attempt + 1
            ? this
            : Next(JobPhase.Assigned) with { Attempt = attempt, Miner = miner, LeaseUntil = now + lease };

    /// <summary>Admitted → Failed: the Brain has no miner to give.</summary>
    public JobState NoMiner(int attempt, DateTimeOffset now)
        => Phase != JobPhase.Admitted || attempt != Attempt + 1
            ? this
            : End(JobPhase.Failed, now, ErrorCodes.NoMiners, $"Brain {Order.BrainId} has no miner for attempt {attempt}.");

    /// <summary>Assigned → Computing: the miner of the current attempt reports its first step.</summary>
    public JobState Begin(int attempt, DateTimeOffset now, TimeSpan lease)
        => Phase != JobPhase.Assigned || attempt != Attempt ? this : Next(JobPhase.Computing) with { LeaseUntil = now + lease };

    /// <summary>
    /// Assigned, Computing → Computed, or → Completed where no validators were asked for: the miner of the current attempt delivers.
    /// </summary>
    public JobState Complete(WorkResult result, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!IsMining || result.Attempt != Attempt || result.Miner != Miner)
            return this;
        var computed = this with { Result = result.Result, EvaluateMilliseconds = result.Milliseconds, ComputedAt = now };
        return Order.Validators == 0 ? computed.End(JobPhase.Completed, now) : computed.Next(JobPhase.Computed);
    }

    /// <summary>Computed → Verifying: <paramref name="validators"/> are asked; → Failed where they are fewer than the job wants.</summary>
    public JobState Verify(int attempt, IReadOnlyList<string> validators, DateTimeOffset now, TimeSpan lease)
    {
        ArgumentNullException.ThrowIfNull(validators);
        if (Phase != JobPhase.Computed || attempt != Attempt)
            return this;
        return validators.Count < Order.Validators
            ? End(
                JobPhase.Failed,
                now,
                ErrorCodes.NoValidators,
                $"The job wants {Order.Validators} validators besides its miner, Brain {Order.BrainId} has {validators.Count}.")
            : Next(JobPhase.Verifying) with { Validators = [.. validators], FailedChecks = 0, LeaseUntil = now + lease };
    }

    /// <summary>Verifying → Verifying, Completed, Admitted (again) or Failed: one of the validators asked reports, once.</summary>
    public JobState Judge(WorkVerdict verdict, DateTimeOffset now, TimeSpan lease)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        if (Phase != JobPhase.Verifying || verdict.Attempt != Attempt || !OutstandingValidators.Contains(verdict.Validator))
            return this;
        var heard = this with { Verdicts = [.. Verdicts, verdict] };
        if (heard.OutstandingValidators.Any())
            return heard.Next(JobPhase.Verifying) with { LeaseUntil = now + lease };

        var agreeing = heard.CurrentVerdicts.Count(one => one.Agrees);
        if (agreeing == Validators.Length)
            return heard.End(JobPhase.Completed, now);
        if (agreeing == 0 && Attempt < MaxAttempts)
            return heard.NextAttempt();
        return heard.End(
            JobPhase.Failed,
            now,
            ErrorCodes.Disputed,
            $"{Validators.Length - agreeing} of {Validators.Length} validators found other bytes than miner '{Miner}' "
            + $"in attempt {Attempt} of {MaxAttempts}.");
    }

    /// <summary>
    /// The miner or a validator of the current attempt could not do its work. A miner's permanent failure means the request is at fault →
    /// Rejected; a passing one → the next attempt. A validator's failure of either kind gives it another try, since the miner could do the
    /// same work; after <see cref="MaxAttempts"/> failed checks → Failed.
    /// </summary>
    public JobState Fail(WorkFailure failure, DateTimeOffset now, TimeSpan lease)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.Attempt != Attempt)
            return this;
        if (IsMining && failure.Worker == Miner)
        {
            return failure.Permanent
                ? End(JobPhase.Rejected, now, failure.ErrorCode, failure.Message)
                : Retry(now, $"miner '{Miner}': {failure.Message}");
        }

        return Phase == JobPhase.Verifying && OutstandingValidators.Contains(failure.Worker)
            ? RetryCheck(now, lease, $"validator '{failure.Worker}': {failure.Message}")
            : this;
    }

    /// <summary>The lease ran out: the miner's attempt is over, or the silent validators are asked again.</summary>
    public JobState LeaseExpired(int attempt, DateTimeOffset now, TimeSpan lease)
    {
        if (attempt != Attempt)
            return this;
        if (IsMining)
            return Retry(now, $"miner '{Miner}' was silent for {lease.TotalSeconds:0.#} s");
        return Phase == JobPhase.Verifying
            ? RetryCheck(now, lease, $"validator '{OutstandingValidators.First()}' was silent for {lease.TotalSeconds:0.#} s")
            : this;
    }

    /// <summary>Any phase but the final ones → Expired, where the deadline has passed at <paramref name="now"/>.</summary>
    public JobState Expire(DateTimeOffset now)
        => Phase.IsFinal() || now < Deadline
            ? this
            : End(JobPhase.Expired, now, ErrorCodes.DeadlinePassed, $"The job was not done within its {Order.DeadlineSeconds} s.");

    /// <summary>Any phase but the final ones → Cancelled.</summary>
    public JobState Cancel(DateTimeOffset now)
        => Phase.IsFinal() ? this : End(JobPhase.Cancelled, now, ErrorCodes.Cancelled, "The user called the job off.");

    /// <summary>
    /// The job was loaded from storage while not final: whoever holds the lease gets it anew, because its renewals were only in memory. The
    /// revision rises, so that versions a reader saw before the silo was lost stay below those that follow.
    /// </summary>
    public JobState Resume(DateTimeOffset now, TimeSpan lease)
        => Phase.IsFinal() ? this : Next(Phase) with { LeaseUntil = now + lease };

    /// <summary>The Brain acknowledged the end.</summary>
    public JobState AcknowledgeEnd() => !Phase.IsFinal() || BrainTold ? this : this with { BrainTold = true };

    private JobState Next(JobPhase phase) => this with { Phase = phase, Revision = Revision + 1 };

    private JobState NextAttempt()
        => Next(JobPhase.Admitted) with { Result = null, ComputedAt = null, Validators = [], EvaluateMilliseconds = 0 };

    private JobState Retry(DateTimeOffset now, string reason)
        => Attempt < MaxAttempts
            ? NextAttempt()
            : End(JobPhase.Failed, now, ErrorCodes.AttemptsExhausted, $"All {MaxAttempts} attempts failed; the last: {reason}");

    private JobState RetryCheck(DateTimeOffset now, TimeSpan lease, string reason)
        => FailedChecks + 1 < MaxAttempts
            ? Next(JobPhase.Verifying) with { FailedChecks = FailedChecks + 1, LeaseUntil = now + lease }
            : End(
                JobPhase.Failed,
                now,
                ErrorCodes.AttemptsExhausted,
                $"{MaxAttempts} checks of attempt {Attempt} failed; the last: {reason}");

    private JobState End(JobPhase phase, DateTimeOffset now, string? code = null, string? message = null)
        => Next(phase) with
        {
            EndedAt = now,
            ErrorCode = code,
            ErrorMessage = message,
            Result = phase == JobPhase.Completed ? Result : null,
        };
}
