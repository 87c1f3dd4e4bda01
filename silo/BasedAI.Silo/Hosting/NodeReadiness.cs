using BasedAI.Gateway;

namespace BasedAI.Silo;

/// <summary>The node takes work once its silo is active and its Brains are set up, until it begins to stop.</summary>
internal sealed class NodeReadiness(IClusterMembershipService membership, ILocalSiloDetails silo, IHostApplicationLifetime lifetime) : INodeReadiness
{
    private volatile bool _seeded;

    /// <inheritdoc/>
    public string? NotReadyReason
    {
        get
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                return "The node is stopping.";
            var status = membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
            if (status != SiloStatus.Active)
                return $"The silo is {status}.";
            return _seeded ? null : "The node is starting.";
        }
    }

    public void Seeded() => _seeded = true;
}
