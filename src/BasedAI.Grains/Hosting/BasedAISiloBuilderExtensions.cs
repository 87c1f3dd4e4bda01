using Microsoft.Extensions.DependencyInjection;

namespace BasedAI.Grains;

/// <summary>Puts this project's grains into a silo.</summary>
public static class BasedAISiloBuilderExtensions
{
    /// <summary>
    /// Adds the grains' services: filters, the pool that executes plans, the plan engine, instruments. The host adds what the grains store in:
    /// grain storage named <see cref="BasedAI.Storage.StorageNames.Provider"/>, reminders, and an <see cref="BasedAI.Storage.IBlobStore"/>.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configure">Changes to the default options.</param>
    public static ISiloBuilder AddBasedAIGrains(this ISiloBuilder builder, Action<BasedAIGrainsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<BasedAIGrainsOptions>().Configure(options => configure?.Invoke(options));
        return builder;
    }
}
