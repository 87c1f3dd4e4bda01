using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

/// <summary>One node for all tests of the API: the test model, three miners, two validators, uploads up to 1 MiB.</summary>
public sealed class NodeFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private NodeProcess? _node;

    internal NodeProcess Node => _node!;

    internal ModelManifest Manifest { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Manifest = TestModel.Write(_folder.Below("models"));
        _node = await NodeProcess.Start(_folder.Below("data"), "--models", _folder.Below("models"), "--model", TestModel.Name, "--max-blob-mib", "1");
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>Tests that share the node.</summary>
[CollectionDefinition(Name)]
public sealed class NodeCollection : ICollectionFixture<NodeFixture>
{
    public const string Name = "node";
}
