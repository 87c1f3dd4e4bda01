using BasedAI.Grains.Tests;

[assembly: AssemblyFixture(typeof(SharedCluster))]

namespace BasedAI.Grains.Tests;

/// <summary>Two silos for all tests that leave them alive.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    internal TestCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await TestCluster.Start(2);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
