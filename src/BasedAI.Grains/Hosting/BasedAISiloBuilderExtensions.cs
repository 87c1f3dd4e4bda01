using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BasedAI.Grains;

/// <summary>Puts this project's grains into a silo.</summary>
public static class BasedAISiloBuilderExtensions
{
    /// <summary>
    /// Adds the grains' services: filters, the pool that executes plans, the plan engine, instruments. The host adds what the grains store
    /// in: grain storage named <see cref="Storage.StorageNames.Provider"/>, reminders, and an <see cref="Storage.IBlobStore"/>.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configure">Changes to the default options.</param>
    public static ISiloBuilder AddBasedAIGrains(this ISiloBuilder builder, Action<BasedAIGrainsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<BasedAIGrainsOptions>, BasedAIGrainsOptionsValidator>();
        services.AddOptions<BasedAIGrainsOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.TryAddSingleton<HomomorphicWorker>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<HomomorphicWorker>());
        services.TryAddSingleton<IPlanEngine, CerberusPlanEngine>();
        services.TryAddSingleton<GrainsInstruments>();
        services.TryAddSingleton<MessageSize>();
        services.AddSingleton<MessageSizeFilter>();
        services.AddSingleton<IOutgoingGrainCallFilter>(provider => provider.GetRequiredService<MessageSizeFilter>());
        builder.AddIncomingGrainCallFilter<FaultFilter>();
        services.AddSingleton<IIncomingGrainCallFilter>(provider => provider.GetRequiredService<MessageSizeFilter>());
        return builder;
    }
}
