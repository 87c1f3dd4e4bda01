using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BasedAI.Gateway;

/// <summary>Puts the HTTP API into an application.</summary>
public static class GatewayEndpointExtensions
{
    /// <summary>Adds the middleware that turns every failure into an <see cref="Protocol.ApiError"/>. Call it first, before routing.</summary>
    public static IApplicationBuilder UseBasedAIErrors(this IApplicationBuilder application) => application.UseMiddleware<ApiErrorMiddleware>();

    /// <summary>Maps every route of <see cref="Protocol.ApiRoutes"/> except the dashboard, which belongs to the silo.</summary>
    public static IEndpointRouteBuilder MapBasedAIApi(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var services = routes.ServiceProvider;
        services.GetRequiredService<BrainEndpoints>().Map(routes);
        services.GetRequiredService<JobEndpoints>().Map(routes);
        services.GetRequiredService<BlobEndpoints>().Map(routes);
        services.GetRequiredService<LinkEndpoints>().Map(routes);
        services.GetRequiredService<HealthEndpoints>().Map(routes);
        return routes;
    }
}
