using BasedAI.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace BasedAI.Gateway;

/// <summary>The places of requests with a long body: so many at a time, none of them slower than is tolerated.</summary>
internal sealed class UploadSlots(GatewayOptions options, GatewayInstruments instruments) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.MaxConcurrentUploads);

    /// <summary>Takes a place and opens the request's body; dispose the answer to give the place back.</summary>
    /// <exception cref="Refusal">None became free in time.</exception>
    public async Task<IDisposable> Enter(HttpContext context)
    {
        if (!await _slots.WaitAsync(options.UploadPatience, context.RequestAborted).ConfigureAwait(false))
        {
            instruments.Busy();
            throw new Refusal(ErrorCodes.Busy, $"{options.MaxConcurrentUploads} uploads run already; try again later.") { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null; // The reader counts.
        context.Features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = new MinDataRate(options.MinUploadBytesPerSecond, options.UploadGrace);
        return new Place(_slots);
    }

    public void Dispose() => _slots.Dispose();

    private sealed class Place(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
