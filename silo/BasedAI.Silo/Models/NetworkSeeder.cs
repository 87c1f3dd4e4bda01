using BasedAI.Grains;
using BasedAI.Protocol;
using BasedAI.Storage;

namespace BasedAI.Silo;

/// <summary>Opens the Brains, publishes their models and registers their members. Every step may be done again at each start.</summary>
internal sealed partial class NetworkSeeder(
    IGrainFactory grains, IBlobStore blobs, IPlanEngine engine, HomomorphicWorker worker, ILogger<NetworkSeeder> logger)
{
    private static readonly TimeSpan IdlePause = TimeSpan.FromMilliseconds(250);

    public async Task Seed(IReadOnlyList<ServedModel> models, int miners, int validators, CancellationToken cancellationToken)
    {
        foreach (var served in models)
        {
            var brain = grains.GetGrain<IBrainGrain>(served.Brain.Value);
            var info = await brain.Open($"Brain {served.Brain}");
            await Publish(brain, served, cancellationToken);
            await Register(brain, MemberRole.Miner, "miner", miners);
            await Register(brain, MemberRole.Validator, "validator", validators);
            info = await brain.GetInfo() ?? info;
            LogSeeded(logger, info.Id, info.Model ?? "no model", info.Plans.Length, info.Miners, info.Validators, info.ActiveJobs);
        }

        _ = Prepare(models, cancellationToken);
    }

    private async Task Publish(IBrainGrain brain, ServedModel served, CancellationToken cancellationToken)
    {
        if (served.Model is not { } model)
        {
            LogNoModel(logger, served.Brain.Value);
            return;
        }

        await model.Store(blobs, cancellationToken);
        if (await brain.GetModel() == model.Release)
            return;
        try
        {
            await brain.PublishModel(model.Release);
        }
        catch (GrainFault fault) when (fault.Code == ErrorCodes.BadRequest)
        {
            throw new NodeStartException(ExitCodes.Failure, $"the model {model.Manifest.Name} cannot be served: {fault.Message}", fault);
        }
    }

    /// <summary>
    /// Readies plans while users still make their keys: every model's default first, then the others, one at a time and only while nobody
    /// waits for a thread. The node does not wait for it, and a job finds out for itself what is wrong with its plan.
    /// </summary>
    private async Task Prepare(IReadOnlyList<ServedModel> models, CancellationToken cancellationToken)
    {
        var releases = models.Select(served => served.Model?.Release.Plans ?? []).ToArray();
        var plans = releases.SelectMany(release => release.Take(1)).Concat(releases.SelectMany(release => release.Skip(1)));
        foreach (var plan in plans.DistinctBy(plan => plan.PlanId))
        {
            if (!await TryPrepare(plan, cancellationToken))
                return;
        }
    }

    private async Task<bool> TryPrepare(ReleasePlan plan, CancellationToken cancellationToken)
    {
        try
        {
            while (worker.Waiting + worker.Running > 0)
                await Task.Delay(IdlePause, cancellationToken);
            var isReady = await (worker.TryQueue(token => engine.Prepare(plan.File, token), cancellationToken) ?? Task.FromResult(true));
            if (!isReady)
                LogNoRoom(logger, plan.PlanId, plan.Name);
        }
        catch (OperationCanceledException)
        {
            return false; // The node stops.
        }
        catch (Exception exception)
        {
            // Nobody waits for this task; a job of the plan meets the same and tells its owner.
            LogNotPrepared(logger, plan.PlanId, plan.Name, exception.Message);
        }

        return true;
    }

    private static async Task Register(IBrainGrain brain, MemberRole role, string prefix, int count)
    {
        for (var i = 1; i <= count; i++)
            await brain.Register($"{prefix}-{i}", role);
    }

    [LoggerMessage(1, LogLevel.Information, "Brain {Brain} serves {Model} by {Plans} plans; {Miners} miners, {Validators} validators, {ActiveJobs} jobs in flight.")]
    private static partial void LogSeeded(ILogger logger, int brain, string model, int plans, int miners, int validators, int activeJobs);

    [LoggerMessage(3, LogLevel.Warning, "Plan {Plan} ({Name}) could not be prepared: {Reason}")]
    private static partial void LogNotPrepared(ILogger logger, string plan, string name, string reason);

    [LoggerMessage(2, LogLevel.Warning, "No model folder: Brain {Brain} keeps the model it has, or refuses jobs with no-model.")]
    private static partial void LogNoModel(ILogger logger, int brain);

    [LoggerMessage(4, LogLevel.Information, "Plan {Plan} ({Name}) is not kept ready: there is no room beside the others. Its first job takes longer.")]
    private static partial void LogNoRoom(ILogger logger, string plan, string name);
}
