using System.Collections.Concurrent;
using System.Text;
using BasedAI.Client;
using BasedAI.Fhe;
using BasedAI.Protocol;

namespace BasedAI.EndToEnd.Tests;

/// <summary>Everything a client sends, recorded: no word of the text and no part of the secret key is in it.</summary>
public sealed class WiretapTests(SharedNode shared)
{
    private const int WindowBytes = 8;
    private const string Text = "zzyzxquux gripping masterpiece, wonderfully understated cinematography";

    [Fact]
    public async Task Neither_the_text_nor_the_secret_key_leaves_the_client()
    {
        var node = await shared.GetAsync();
        var tape = new ConcurrentQueue<byte[]>();
        using var client = node.CreateClient(options => options with { CreateHandler = () => new Recorder(tape) });
        var token = TestContext.Current.CancellationToken;
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), token);
        using var ring = new ClientKeyRing();
        var answer = await brain.AskAsync(brain.Encode(Text), ring, cancellationToken: token);
        var keys = Assert.Single(ring.Keys);
        Assert.Equal("positive", answer.Label);

        var sent = tape.SelectMany(bytes => bytes).ToArray();
        Assert.True(sent.Length > answer.Bytes.Keys + answer.Bytes.Input, $"only {sent.Length} bytes were recorded");
        Assert.True(sent.AsSpan().IndexOf(keys.EvaluationKeyBytes.Span) >= 0, "the recording lacks the evaluation keys");
        var lower = Encoding.Latin1.GetString(sent).ToLowerInvariant();
        foreach (var word in (string[])["zzyzxquux", "gripping", "masterpiece", "wonderfully", "understated", "cinematography", "positive"])
            Assert.DoesNotContain(word, lower, StringComparison.Ordinal);
        AssertHoldsNothingOf(keys, sent);
    }

    /// <summary>The search itself finds what it looks for.</summary>
    [Fact]
    public void The_search_finds_a_secret_key_that_is_sent()
    {
        using var ring = ClientKeyRing.Generate(ModelRequirements.Of(ShippedModel.Manifest()).DefaultPlan);
        var keys = ring.Keys[0];
        var secret = Secret(keys);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertHoldsNothingOf(keys, [1, 2, 3, .. secret.AsSpan(500, 2 * WindowBytes), 4]));
    }

    // Every aligned 8 bytes of the key (32 coefficients) against every position of the recording. By chance: under 2^8 windows times 2^23 places over 2^50.
    private static void AssertHoldsNothingOf(PlanKeys keys, byte[] sent)
    {
        var secret = Secret(keys);
        var windows = new HashSet<ulong>();
        for (var i = 64; i + WindowBytes <= secret.Length - 8; i += WindowBytes) windows.Add(BitConverter.ToUInt64(secret, i));
        for (var i = 0; i + WindowBytes <= sent.Length; i++)
            Assert.False(windows.Contains(BitConverter.ToUInt64(sent, i)), $"8 bytes of the secret key are at position {i} of what was sent");
    }

    private static byte[] Secret(PlanKeys keys)
    {
        using var bytes = new MemoryStream();
        SecretKeySerializer.Write(keys.Secret.Key, bytes);
        return bytes.ToArray();
    }

    private sealed class Recorder(ConcurrentQueue<byte[]> tape) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            tape.Enqueue(Encoding.UTF8.GetBytes($"{request.Method} {request.RequestUri}\n{request.Headers}\n{request.Content?.Headers}\n"));
            if (request.Content is not null) tape.Enqueue(await request.Content.ReadAsByteArrayAsync(cancellationToken));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
