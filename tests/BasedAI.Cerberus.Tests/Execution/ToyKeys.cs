using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

/// <summary>Fresh keys for one plan and encrypted random inputs.</summary>
internal sealed class ToyKeys : IDisposable
{
    public ToyKeys(ExecutionPlan plan, int seed = 1)
    {
        CkksParameters parameters = plan.CheckedParameters;
        var generator = new KeyGenerator(parameters);
        SecretKey = generator.GenerateSecretKey();
        Keys = generator.GenerateEvaluationKeys(SecretKey, plan.RequiredKeys);
        var encoder = new CkksEncoder(parameters);
        var encryptor = new SymmetricEncryptor(parameters, SecretKey);
        var random = new Random(seed);
        Slots = [.. plan.Inputs.Select(_ => Enumerable.Range(0, parameters.MaxSlots).Select(_ => random.NextDouble() - 0.5).ToArray())];
        Inputs = [.. plan.Inputs.Select((port, i) =>
        {
            using Plaintext plaintext = encoder.Encode(Slots[i], port.Level, port.Scale);
            return encryptor.Encrypt(plaintext);
        })];
    }

    public SecretKey SecretKey { get; }

    public EvaluationKeySet Keys { get; }

    public double[][] Slots { get; }

    public Ciphertext[] Inputs { get; }

    public byte[] Run(PlanExecutor executor)
    {
        using Ciphertext output = executor.Run(Keys, Inputs)[0];
        return EncryptedSentiment.Bytes(output);
    }

    public void Dispose()
    {
        EncryptedSentiment.DisposeAll(Inputs);
        Keys.Dispose();
        SecretKey.Dispose();
    }
}
