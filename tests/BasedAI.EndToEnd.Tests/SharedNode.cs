using BasedAI.Client;

[assembly: AssemblyFixture(typeof(BasedAI.EndToEnd.Tests.SharedNode))]

namespace BasedAI.EndToEnd.Tests;

/// <summary>One node for all tests that leave it healthy; started by the first that asks.</summary>
public sealed class SharedNode : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private TestNode? _node;

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _gate.Dispose();
    }

    internal async Task<TestNode> GetAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _node ??= await TestNode.StartAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Asks, and compares with the model in the clear: the proof that the node is healthy.</summary>
    internal static async Task<(InferenceAnswer Answer, double PlainLogit)> AskAsync(
        BasedClient client, string text, ClientKeyRing? keys = null, InferenceOptions? options = null, IProgress<InferenceEvent>? progress = null)
    {
        var token = TestContext.Current.CancellationToken;
        var brain = await BrainClient.OpenAsync(client, new Protocol.BrainId(0), token);
        using var own = keys is null ? new ClientKeyRing() : null;
        var encoded = brain.Encode(text);
        var answer = await brain.AskAsync(encoded, keys ?? own!, options, progress, token);
        var plain = await Cli.PlainModels.LoadAsync(brain, token);
        return (answer, plain!.Evaluate(encoded.Rows, encoded.Length)[0]);
    }
}
