namespace BasedAI.Fhe.Tests;

/// <summary>One genuine object of each kind as bytes, and the reader that takes it.</summary>
internal static class WireSamples
{
    public static string[] Kinds { get; } =
        ["plaintext", "ciphertext", "seeded", "degree2", "secret", "public", "relinearization", "galois", "keys", "bundle"];

    public static FheTestContext Context => FheTestContext.Small;

    public static byte[] Write(string kind)
    {
        using var stream = new MemoryStream();
        double[] x = Context.Values(1);
        using var plaintext = Context.Encoder.Encode(x, 1, Context.Parameters.DefaultScale);
        using var seeded = Context.Encryptor.Encrypt(plaintext);
        using var full = Context.PublicEncryptor.Encrypt(plaintext);
        using var degree2 = Context.Evaluator.Square(seeded);
        switch (kind)
        {
            case "plaintext": PlaintextSerializer.Write(plaintext, stream); break;
            case "ciphertext": CiphertextSerializer.Write(full, stream); break;
            case "seeded": CiphertextSerializer.Write(seeded, stream); break;
            case "degree2": CiphertextSerializer.Write(degree2, stream); break;
            case "secret": SecretKeySerializer.Write(Context.SecretKey, stream); break;
            case "public": PublicKeySerializer.Write(Context.PublicKey, stream); break;
            case "relinearization": RelinearizationKeySerializer.Write(Context.Keys.GetRelinearizationKey(), stream); break;
            case "galois": GaloisKeySerializer.Write(Context.Keys.GetGaloisKey(Context.Parameters.GetRotationElement(1)), stream); break;
            case "keys": WriteSmallKeySet(stream); break;
            case "bundle": CiphertextBundle.Write([seeded, full], stream); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind.");
        }

        return stream.ToArray();
    }

    /// <summary>Reads an object and disposes it; throws what the reader throws.</summary>
    public static void Read(string kind, byte[] bytes, CkksParameters? parameters = null)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        foreach (var item in ReadItems(kind, parameters ?? Context.Parameters, stream)) item.Dispose();
    }

    private static IReadOnlyList<IDisposable> ReadItems(string kind, CkksParameters parameters, Stream stream) => kind switch
    {
        "plaintext" => [PlaintextSerializer.Read(parameters, stream)],
        "ciphertext" or "seeded" or "degree2" => [CiphertextSerializer.Read(parameters, stream)],
        "secret" => [SecretKeySerializer.Read(parameters, stream)],
        "public" => [PublicKeySerializer.Read(parameters, stream)],
        "relinearization" => [RelinearizationKeySerializer.Read(parameters, stream)],
        "galois" => [GaloisKeySerializer.Read(parameters, stream)],
        "keys" => [EvaluationKeySet.Read(parameters, stream)],
        "bundle" => CiphertextBundle.Read(parameters, stream, 4),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    private static void WriteSmallKeySet(Stream stream)
    {
        var parameters = Context.Parameters;
        using var keys = Context.KeyGenerator.GenerateEvaluationKeys(
            Context.SecretKey,
            new EvaluationKeyRequest(1, [new(parameters.GetRotationElement(1), 0), new(parameters.ConjugationElement, 1)]));
        EvaluationKeySet.Write(keys, stream);
    }
}
