namespace BasedAI.EndToEnd.Tests;

/// <summary>One node with two Brains of random transformers: 0 classifies texts, 1 embeds them; both have a fast and a lean plan.</summary>
public sealed class SeveralModels : IAsyncLifetime
{
    private readonly string _models = Directory.CreateTempSubdirectory("basedai-models-").FullName;

    private TestNode? _node;

    internal TestNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        RandomModels.WriteClassifier(_models);
        RandomModels.WriteEmbedding(_models);
        await File.WriteAllTextAsync(Path.Combine(_models, "brains.json"), """{ "0": "classifier", "1": "embedding" }""");
        _node = await TestNode.StartAsync(models: _models);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        Directory.Delete(_models, recursive: true);
    }
}
