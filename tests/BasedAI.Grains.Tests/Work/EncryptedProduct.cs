using BasedAI.Cerberus;
using BasedAI.Fhe;
using BasedAI.Protocol;
using BasedAI.Storage;

namespace BasedAI.Grains.Tests;

/// <summary>The smallest plan worth executing, rot₁(a·b) at N = 2^12, with a client's keys and inputs, and everything as blobs.</summary>
public sealed class EncryptedProduct : IDisposable
{
    private readonly SecretKey _secret;

    public EncryptedProduct()
    {
        var generator = new KeyGenerator(Parameters);
        _secret = generator.GenerateSecretKey();
        var recorder = new PlanRecorder(Parameters);
        var a = recorder.Input("a", "plain-v1", 1, Parameters.DefaultScale);
        var b = recorder.Input("b", "plain-v1", 1, Parameters.DefaultScale);
        Plan = recorder.ToPlan("out", "plain-v1", recorder.Rotate(recorder.Rescale(recorder.Relinearize(recorder.Multiply(a, b))), 1));
        PlanBytes = Plan.ToBytes();
        KeyBytes = Keys(Parameters, _secret, Plan.RequiredKeys);
        InputBytes = Bundle(Encrypt(Left), Encrypt(Right));
    }

    public static CkksParameters Parameters { get; } = CkksParameters.Create(new CkksParametersLiteral
    {
        LogN = 12,
        LogQ = [34, 33],
        LogP = [38],
        LogDefaultScale = 30,
    });

    public ExecutionPlan Plan { get; }

    public byte[] PlanBytes { get; }

    public byte[] KeyBytes { get; }

    public byte[] InputBytes { get; }

    public BlobRef PlanRef => BlobRef.Of(PlanBytes, MediaTypes.Plan);

    public BlobRef KeyRef => BlobRef.Of(KeyBytes, MediaTypes.EvaluationKeys);

    public BlobRef InputRef => BlobRef.Of(InputBytes, MediaTypes.CiphertextBundle);

    public static double[] Left { get; } = [.. Enumerable.Range(0, Parameters.MaxSlots).Select(i => Math.Sin(i))];

    public static double[] Right { get; } = [.. Enumerable.Range(0, Parameters.MaxSlots).Select(i => Math.Cos(3 * i))];

    /// <summary>Keys of the same user that lack what <paramref name="request"/> does not name.</summary>
    public byte[] KeysFor(EvaluationKeyRequest request) => Keys(Parameters, _secret, request);

    public static byte[] Keys(CkksParameters parameters, SecretKey secret, EvaluationKeyRequest request)
    {
        using var keys = new KeyGenerator(parameters).GenerateEvaluationKeys(secret, request);
        using var bytes = new MemoryStream();
        EvaluationKeySet.Write(keys, bytes);
        return bytes.ToArray();
    }

    public Ciphertext Encrypt(double[] slots)
    {
        var encryptor = new SymmetricEncryptor(Parameters, _secret);
        using var plaintext = new CkksEncoder(Parameters).Encode(slots, 1, Parameters.DefaultScale);
        return encryptor.Encrypt(plaintext);
    }

    public static byte[] Bundle(params Ciphertext[] ciphertexts)
    {
        using var bytes = new MemoryStream();
        CiphertextBundle.Write(ciphertexts, bytes);
        foreach (var ciphertext in ciphertexts)
            ciphertext.Dispose();
        return bytes.ToArray();
    }

    /// <summary>Checks that a result bundle decrypts to the product, rotated by one.</summary>
    public void AssertRight(ReadOnlyMemory<byte> result)
    {
        using var source = new MemoryStream(result.ToArray());
        var output = Assert.Single(CiphertextBundle.Read(Parameters, source, 1));
        var decryptor = new Decryptor(Parameters, _secret);
        using var plaintext = decryptor.Decrypt(output);
        output.Dispose();
        var slots = new double[Parameters.MaxSlots];
        new CkksEncoder(Parameters).Decode(plaintext, slots);
        for (var i = 0; i < slots.Length; i++)
            Assert.Equal(Left[(i + 1) % slots.Length] * Right[(i + 1) % slots.Length], slots[i], 1e-3);
    }

    public static async Task Put(IBlobStore store, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        await store.Put(BlobRef.Of(bytes, MediaTypes.Plan).Sha256, bytes.Length, content, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _secret.Dispose();
}
