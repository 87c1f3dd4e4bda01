using System.Diagnostics.Metrics;

namespace BasedAI.Gateway;

/// <summary>The gateway's metrics, in the meter <c>BasedAI</c>.</summary>
internal sealed class GatewayInstruments
{
    private readonly Counter<long> _uploaded;
    private readonly Counter<long> _downloaded;
    private readonly UpDownCounter<int> _longPolls;
    private readonly Counter<long> _refused;

    public GatewayInstruments(IMeterFactory meters)
    {
        var meter = meters.Create("BasedAI");
        _uploaded = meter.CreateCounter<long>("basedai.gateway.uploaded", "By", "Bytes of blobs received and stored.");
        _downloaded = meter.CreateCounter<long>("basedai.gateway.downloads", "{request}", "Downloads of blobs begun.");
        _longPolls = meter.CreateUpDownCounter<int>("basedai.gateway.long_polls", "{request}", "Requests waiting for a job to change.");
        _refused = meter.CreateCounter<long>("basedai.gateway.busy", "{request}", "Requests refused because too much is waiting.");
    }

    public void Uploaded(long bytes) => _uploaded.Add(bytes);

    public void DownloadBegun() => _downloaded.Add(1);

    public void LongPolls(int change) => _longPolls.Add(change);

    public void Busy() => _refused.Add(1);
}
