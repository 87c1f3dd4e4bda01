using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

/// <summary>Everything for encrypted runs of one plan: its parameters, one key pair, exactly the required keys. Made once.</summary>
public sealed class EncryptedSentiment : IDisposable
{
    private readonly SecretKey _secretKey;

    public EncryptedSentiment()
    {
        Weights = SentimentSamples.Weights(42);
        Plan = AttentionPoolingCircuit.Compile(Weights);
        Parameters = Plan.CheckedParameters;
        var generator = new KeyGenerator(Parameters);
        _secretKey = generator.GenerateSecretKey();
        Keys = generator.GenerateEvaluationKeys(_secretKey, Plan.RequiredKeys);
        Executor = new PlanExecutor(Plan);
    }

    internal SentimentWeights Weights { get; }

    internal ExecutionPlan Plan { get; }

    internal CkksParameters Parameters { get; }

    internal EvaluationKeySet Keys { get; }

    internal PlanExecutor Executor { get; }

    internal SecretKey SecretKey => _secretKey;

    internal EvaluationKeySet GenerateKeys(EvaluationKeyRequest request) =>
        new KeyGenerator(Parameters).GenerateEvaluationKeys(_secretKey, request);

    internal Ciphertext[] Encrypt(double[,] rows, int length)
    {
        (double[] x, double[] xOverN) = SentimentSamples.Pack(rows, length);
        return [Encrypt(x, Plan.Inputs[0].Level, Plan.Inputs[0].Scale), Encrypt(xOverN, Plan.Inputs[1].Level, Plan.Inputs[1].Scale)];
    }

    internal Ciphertext Encrypt(double[] slots, int level, Scale scale)
    {
        using Plaintext plaintext = new CkksEncoder(Parameters).Encode(slots, level, scale);
        return new SymmetricEncryptor(Parameters, _secretKey).Encrypt(plaintext);
    }

    internal double[] Decrypt(Ciphertext ciphertext)
    {
        using Plaintext plaintext = new Decryptor(Parameters, _secretKey).Decrypt(ciphertext);
        double[] slots = new double[Parameters.MaxSlots];
        new CkksEncoder(Parameters).Decode(plaintext, slots);
        return slots;
    }

    internal static byte[] Bytes(Ciphertext ciphertext)
    {
        using var stream = new MemoryStream();
        CiphertextSerializer.Write(ciphertext, stream);
        return stream.ToArray();
    }

    internal static void DisposeAll(IEnumerable<Ciphertext> ciphertexts)
    {
        foreach (Ciphertext ciphertext in ciphertexts)
        {
            ciphertext.Dispose();
        }
    }

    public void Dispose()
    {
        Executor.Dispose();
        Keys.Dispose();
        _secretKey.Dispose();
    }
}
