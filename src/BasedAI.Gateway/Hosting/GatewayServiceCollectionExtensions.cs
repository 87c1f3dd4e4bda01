using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BasedAI.Gateway;

/// <summary>Adds the HTTP API to a host.</summary>
public static class GatewayServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <see cref="GatewayEndpointExtensions.MapBasedAIApi"/> needs. The host adds an <see cref="Storage.IBlobStore"/>, Orleans
    /// (<see cref="IGrainFactory"/>) and, where it can be alive without taking work, an <see cref="INodeReadiness"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The options cannot be right; the message says which.</exception>
    public static IServiceCollection AddBasedAIGateway(this IServiceCollection services, GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problem() is { } problem)
            throw new ArgumentException(problem, nameof(options));

        services.AddMetrics();
        services.AddRouting();
        // Authentication's core alone: the full package would add data protection, which keeps keys on disk that nothing here uses.
        services.AddAuthenticationCore(authentication =>
        {
            authentication.AddScheme<OperatorAuthenticationHandler>(OperatorPolicy.Scheme, displayName: null);
            authentication.DefaultScheme = OperatorPolicy.Scheme;
        });
        services.AddAuthorizationBuilder().AddPolicy(OperatorPolicy.Name, policy => policy.AddAuthenticationSchemes(OperatorPolicy.Scheme).RequireAuthenticatedUser());
        services.AddTransient<OperatorAuthenticationHandler>();
        services.AddSingleton(options);
        services.AddSingleton<GatewayInstruments>();
        services.AddSingleton<BrainEndpoints>();
        services.AddSingleton<JobEndpoints>();
        services.AddSingleton<UploadSlots>();
        services.AddSingleton<BlobEndpoints>();
        services.AddSingleton<LinkEndpoints>();
        services.AddSingleton<HealthEndpoints>();
        services.TryAddSingleton<INodeReadiness, AlwaysReady>();
        return services;
    }

    private sealed class AlwaysReady : INodeReadiness
    {
        public string? NotReadyReason => null;
    }
}
