using System.Security.Cryptography;
using BasedAI.Client;
using BasedAI.Fhe;
using BasedAI.Protocol;

namespace BasedAI.EndToEnd.Tests;

/// <summary>Ciphertexts and keys that are not what they should be: the job is rejected with the reason, and the node serves the next one.</summary>
public sealed class BadMaterialTests(SharedNode shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("one bit")]
    [InlineData("cut short")]
    [InlineData("bytes after the end")]
    [InlineData("noise")]
    [InlineData("one ciphertext only")]
    [InlineData("other level")]
    public async Task A_spoilt_input_is_rejected(string how)
    {
        await RejectedAsync(ErrorCodes.BadInput, (input, keys, brain, ring) => (Spoil(how, input, brain, ring), keys));
    }

    [Theory]
    [InlineData("one bit")]
    [InlineData("cut short")]
    [InlineData("bytes after the end")]
    [InlineData("noise")]
    [InlineData("other parameters")]
    [InlineData("too few")]
    public async Task Spoilt_keys_are_rejected(string how)
    {
        await RejectedAsync(ErrorCodes.BadKeys, (input, keys, brain, ring) => (input, how switch
        {
            "other parameters" => OtherKeys([46, 39, 39, 38], ring.Request),
            "too few" => OtherKeys([46, 39, 39, 39], ring.Request with { Galois = ring.Request.Galois[1..] }),
            _ => Spoil(how, keys, brain, ring),
        }));
    }

    private async Task RejectedAsync(string code, Func<byte[], byte[], BrainClient, ClientKeyRing, (byte[] Input, byte[] Keys)> spoil)
    {
        var node = await shared.GetAsync();
        using var client = node.CreateClient();
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), Token);
        using var ring = ClientKeyRing.Generate(brain.Requirements);
        var (input, keys) = spoil(brain.Encrypt(brain.Encode("a charmer"), ring), ring.EvaluationKeyBytes.ToArray(), brain, ring);
        await client.UploadAsync(input, MediaTypes.CiphertextBundle, Token);
        await client.UploadAsync(keys, MediaTypes.EvaluationKeys, Token);
        var request = new JobRequest
        {
            Id = JobId.New(),
            Brain = new BrainId(0),
            PlanId = brain.Requirements.PlanId,
            Input = BlobRef.Of(input, MediaTypes.CiphertextBundle),
            Keys = BlobRef.Of(keys, MediaTypes.EvaluationKeys),
        };
        await client.SubmitAsync(request, Token);
        JobStatus? last = null;
        await foreach (var status in client.WatchAsync(request.Id, Token)) last = status;
        Assert.Equal((JobPhase.Rejected, code), (last!.Phase, last.Error?.Code));
        Assert.Null(last.Result);

        var (answer, plain) = await SharedNode.AskAsync(client, "a charmer", ring);
        Assert.Equal(plain, answer.RawLogit, 1e-3);
    }

    private static byte[] Spoil(string how, byte[] bytes, BrainClient brain, ClientKeyRing ring)
    {
        var spoilt = (byte[])bytes.Clone();
        switch (how)
        {
            case "one bit": spoilt[spoilt.Length / 2] ^= 4; return spoilt;
            case "cut short": return spoilt[..^100];
            case "bytes after the end": return [.. spoilt, 1, 2, 3];
            case "noise": return RandomNumberGenerator.GetBytes(10_000);
            case "one ciphertext only": return ring.Encrypt([new double[4096]], brain.Requirements.InputLevel);
            case "other level": return ring.Encrypt([new double[4096], new double[4096]], brain.Requirements.InputLevel - 1);
            default: throw new ArgumentOutOfRangeException(nameof(how), how, "unknown case");
        }
    }

    private static byte[] OtherKeys(int[] logQ, EvaluationKeyRequest request)
    {
        var parameters = CkksParameters.Create(new CkksParametersLiteral { LogN = 13, LogQ = [.. logQ], LogP = [50], LogDefaultScale = 39 });
        var generator = new KeyGenerator(parameters);
        using var secret = generator.GenerateSecretKey();
        using var keys = generator.GenerateEvaluationKeys(secret, request);
        using var bytes = new MemoryStream();
        EvaluationKeySet.Write(keys, bytes);
        return bytes.ToArray();
    }
}
