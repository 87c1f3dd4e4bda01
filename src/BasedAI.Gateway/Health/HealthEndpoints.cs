using BasedAI.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BasedAI.Gateway;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it takes work.</summary>
internal sealed class HealthEndpoints(INodeReadiness readiness)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ApiRoutes.Live, (RequestDelegate)(context => context.Response.WriteAsync("live\n")));
        routes.MapGet(ApiRoutes.Ready, (RequestDelegate)Ready);
    }

    private Task Ready(HttpContext context)
    {
        if (readiness.NotReadyReason is { } reason)
            throw new Refusal(ErrorCodes.Busy, reason, StatusCodes.Status503ServiceUnavailable) { RetryAfter = TimeSpan.FromSeconds(1) };
        return context.Response.WriteAsync("ready\n");
    }
}
