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
    [InlineData("other scale")]
    public async Task A_spoilt_input_is_rejected(string how)
    {
        await RejectedAsync(ErrorCodes.BadInput, (input, keys, plan, made) => (Spoil(how, input, plan, made), keys));
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
        await RejectedAsync(ErrorCodes.BadKeys, (input, keys, plan, made) => (input, how switch
        {
            "other parameters" => OtherKeys([46, 39, 39, 38], made.Request),
            "too few" => OtherKeys([46, 39, 39, 39], made.Request with { Galois = made.Request.Galois[1..] }),
            _ => Spoil(how, keys, plan, made),
        }));
    }

    private async Task RejectedAsync(string code, Func<byte[], byte[], PlanRequirements, PlanKeys, (byte[] Input, byte[] Keys)> spoil)
    {
        var node = await shared.GetAsync();
        using var client = node.CreateClient();
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), Token);
        var plan = brain.Requirements.DefaultPlan;
        using var ring = ClientKeyRing.Generate(plan);
        var made = ring.Get(plan);
        var (input, keys) = spoil(brain.Encrypt(brain.Encode("a charmer"), ring, plan).ToArray(), made.EvaluationKeyBytes.ToArray(), plan, made);
        await client.UploadAsync(input, MediaTypes.CiphertextBundle, Token);
        await client.UploadAsync(keys, MediaTypes.EvaluationKeys, Token);
        var request = new JobRequest
        {
            Id = JobId.New(),
            Brain = new BrainId(0),
            PlanId = plan.PlanId,
            Input = BlobRef.Of(input, MediaTypes.CiphertextBundle),
            Keys = BlobRef.Of(keys, MediaTypes.EvaluationKeys),
        };
        await client.SubmitAsync(request, Token);
        JobStatus? last = null;
        await foreach (var status in client.WatchAsync(request.Id, Token)) last = status;
        Assert.Equal((JobPhase.Rejected, code), (last!.Phase, last.Error?.Code));
        Assert.Null(last.Result);

        var (answer, plain) = await SharedNode.AskAsync(client, "a charmer", ring);
        Assert.Equal(plain, answer.RawValues[0], 1e-3);
    }

    private static byte[] Spoil(string how, byte[] bytes, PlanRequirements plan, PlanKeys keys)
    {
        var spoilt = (byte[])bytes.Clone();
        switch (how)
        {
            case "one bit": spoilt[spoilt.Length / 2] ^= 4; return spoilt;
            case "cut short": return spoilt[..^100];
            case "bytes after the end": return [.. spoilt, 1, 2, 3];
            case "noise": return RandomNumberGenerator.GetBytes(10_000);
            case "one ciphertext only": return Zeros(keys, plan.Ports.Take(1).Select(port => (port.Level, port.Scale)));
            case "other level": return Zeros(keys, plan.Ports.Select(port => (port.Level - 1, port.Scale)));
            case "other scale": return Zeros(keys, plan.Ports.Select(port => (port.Level, new Scale(Math.BitIncrement(port.Scale.Value)))));
            default: throw new ArgumentOutOfRangeException(nameof(how), how, "unknown case");
        }
    }

    private static byte[] Zeros(PlanKeys keys, IEnumerable<(int Level, Scale Scale)> ports)
    {
        Ciphertext[] ciphertexts = [.. ports.Select(port => keys.Secret.Encrypt(new double[4096], port.Level, port.Scale))];
        using var bytes = new MemoryStream();
        CiphertextBundle.Write(ciphertexts, bytes);
        foreach (var ciphertext in ciphertexts) ciphertext.Dispose();
        return bytes.ToArray();
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
