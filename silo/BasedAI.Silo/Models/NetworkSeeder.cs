using BasedAI.Grains;
using BasedAI.Protocol;
using BasedAI.Storage;

namespace BasedAI.Silo;

/// <summary>Opens Brain 0, publishes its model and registers its members. Every step may be done again at each start.</summary>
internal sealed partial class NetworkSeeder(
    IGrainFactory grains, IBlobStore blobs, IPlanEngine engine, HomomorphicWorker worker, ILogger<NetworkSeeder> logger)
{
    private const int Brain = 0;

    public async Task Seed(ModelFolder? model, int miners, int validators, CancellationToken cancellationToken)
    {
        var brain = grains.GetGrain<IBrainGrain>(Brain);
        var info = await brain.Open($"Brain {Brain}");
        await Publish(brain, model, cancellationToken);
        await Register(brain, MemberRole.Miner, "miner", miners);
        await Register(brain, MemberRole.Validator, "validator", validators);
        info = await brain.GetInfo() ?? info;
        LogSeeded(logger, Brain, info.Model ?? "no model", info.Miners, info.Validators, info.ActiveJobs);
    }

    private async Task Publish(IBrainGrain brain, ModelFolder? model, CancellationToken cancellationToken)
    {
        if (model is null)
        {
            LogNoModel(logger, Brain);
            return;
        }

        await model.Store(blobs, cancellationToken);
        if (await brain.GetModel() != model.Release)
            await brain.PublishModel(model.Release);
        _ = Prepare(model.Release.Plan, cancellationToken);
    }

    /// <summary>Readies the plan while users still make their keys; the node does not wait for it, and a job finds out for itself what is wrong.</summary>
    private async Task Prepare(BlobRef plan, CancellationToken cancellationToken)
    {
        try
        {
            await (worker.TryQueue(
                token =>
                {
                    engine.Prepare(plan, token);
                    return true;
                },
                cancellationToken) ?? Task.FromResult(false));
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
        catch (PlanEngineException exception)
        {
            LogNotPrepared(logger, plan.Sha256, exception.Message);
        }
    }

    private static async Task Register(IBrainGrain brain, MemberRole role, string prefix, int count)
    {
        for (var i = 1; i <= count; i++)
            await brain.Register($"{prefix}-{i}", role);
    }

    [LoggerMessage(1, LogLevel.Information, "Brain {Brain} serves {Model}; {Miners} miners, {Validators} validators, {ActiveJobs} jobs in flight.")]
    private static partial void LogSeeded(ILogger logger, int brain, string model, int miners, int validators, int activeJobs);

    [LoggerMessage(3, LogLevel.Warning, "Plan {Plan} could not be prepared: {Reason}")]
    private static partial void LogNotPrepared(ILogger logger, string plan, string reason);

    [LoggerMessage(2, LogLevel.Warning, "No model folder: Brain {Brain} keeps the model it has, or refuses jobs with no-model.")]
    private static partial void LogNoModel(ILogger logger, int brain);
}
