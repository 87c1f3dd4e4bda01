using BasedAI.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace BasedAI.Gateway;

/// <summary>While a node stops it finishes what it has and takes nothing new.</summary>
internal static class Draining
{
    public static void RefuseWhile(IHostApplicationLifetime lifetime)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new Refusal(ErrorCodes.Busy, "The node is stopping and takes nothing new; send the same again when it is back.", StatusCodes.Status503ServiceUnavailable)
            {
                RetryAfter = TimeSpan.FromSeconds(5),
            };
        }
    }
}
