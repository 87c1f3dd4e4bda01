using System.Diagnostics;
using System.Security.Cryptography;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>Measures a client's uplink by sending bytes that the node throws away.</summary>
internal sealed class UplinkMeter(NodeConnection connection) : IDisposable
{
    private const int FirstBytes = 64 << 10;
    private const int Growth = 4;

    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private LinkSpeed? _speed;

    public async Task<LinkSpeed?> TryMeasureAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _speed ??= await MeasureAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is BasedApiException or NodeProtocolException or NodeUnreachableException)
        {
            return null;                                                   // a node without this route, a busy one, a proxy in between
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<LinkSpeed> MeasureAsync(CancellationToken cancellationToken)
    {
        var noise = new byte[LinkReport.MaxBytes];
        RandomNumberGenerator.Fill(noise);                                 // nothing on the way can compress it
        for (var length = FirstBytes; ; length = Math.Min(length * Growth, LinkReport.MaxBytes))
        {
            var began = Stopwatch.GetTimestamp();
            var report = await connection.PostOnceAsync(ApiRoutes.Link, noise.AsMemory(0, length), ProtocolJson.Default.LinkReport, cancellationToken).ConfigureAwait(false);
            var elapsed = Stopwatch.GetElapsedTime(began);
            if (report.Bytes != length) throw new NodeProtocolException($"The node says {report.Bytes} bytes came of the {length} that were sent to measure the link.");
            if (elapsed >= LongEnough || length == LinkReport.MaxBytes) return new LinkSpeed(length / Math.Max(elapsed.TotalSeconds, 1e-6));
        }
    }
}
