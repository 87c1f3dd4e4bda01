namespace BasedAI.EndToEnd.Tests;

/// <summary>One node whose Brain 2 judges records of 30 numbers by random weights.</summary>
public sealed class RecordModel : IAsyncLifetime
{
    private readonly string _models = Directory.CreateTempSubdirectory("basedai-models-").FullName;

    private TestNode? _node;

    internal TestNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        RandomModels.WriteRecords(_models);
        await File.WriteAllTextAsync(Path.Combine(_models, "brains.json"), """{ "2": "records" }""");
        _node = await TestNode.StartAsync(models: _models);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        Directory.Delete(_models, recursive: true);
    }
}
