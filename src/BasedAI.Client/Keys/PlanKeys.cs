using BasedAI.Fhe;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>
/// A user's keys for one plan's wishes: the public evaluation keys, and the secret of the ring they belong to, which encrypts and decrypts. Thread-safe.
/// </summary>
public sealed class PlanKeys
{
    private readonly SecretHolder _secret;

    internal PlanKeys(SecretHolder secret, EvaluationKeyRequest request, ReadOnlyMemory<byte> evaluationKeys)
    {
        _secret = secret;
        Request = request;
        EvaluationKeyBytes = evaluationKeys;
        EvaluationKeys = BlobRef.Of(evaluationKeys.Span, MediaTypes.EvaluationKeys);
    }

    /// <summary>The parameters of every key.</summary>
    public CkksParameters Parameters => _secret.Parameters;

    /// <summary>The evaluation keys that were made.</summary>
    public EvaluationKeyRequest Request { get; }

    /// <summary>The evaluation keys as they travel: public material.</summary>
    public ReadOnlyMemory<byte> EvaluationKeyBytes { get; }

    /// <summary>The name under which the network has the evaluation keys once they are uploaded.</summary>
    public BlobRef EvaluationKeys { get; }

    internal SecretHolder Secret => _secret;

    /// <summary>Whether these are exactly the keys a plan needs.</summary>
    public bool Fits(PlanRequirements plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Parameters.Id == plan.Parameters.Id
            && Request.RelinearizationLevel == plan.Keys.RelinearizationLevel
            && Request.Galois.OrderBy(key => key.Element.Value).SequenceEqual(plan.Keys.Galois.OrderBy(key => key.Element.Value));
    }

    /// <summary>Makes exactly the evaluation keys a plan needs, under a secret, on all processors.</summary>
    internal static PlanKeys Make(SecretHolder secret, PlanRequirements plan)
    {
        using var keys = secret.MakeKeys(plan.Keys);
        using var bytes = new MemoryStream(checked((int)plan.KeyBytes));
        EvaluationKeySet.Write(keys, bytes);
        return new PlanKeys(secret, plan.Keys, bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    /// <summary>Encrypts an input, one ciphertext per port at its own level and scale, as the bundle that travels. Half the size of a public-key encryption: c1 is a seed.</summary>
    internal ReadOnlyMemory<byte> Encrypt(PlanRequirements plan, EncodedInput input)
    {
        var ciphertexts = new Ciphertext?[plan.Ports.Length];
        try
        {
            Concurrently.For(ciphertexts.Length, i =>
            {
                var slots = new double[Parameters.MaxSlots];
                try
                {
                    plan.Ports[i].Pack(input, slots);
                    ciphertexts[i] = _secret.Encrypt(slots, plan.Ports[i].Level, plan.Ports[i].Scale);
                }
                finally
                {
                    Array.Clear(slots);
                }
            });
            using var bytes = new MemoryStream(checked((int)plan.InputBytes));
            CiphertextBundle.Write(ciphertexts!, bytes);
            return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        }
        finally
        {
            foreach (var ciphertext in ciphertexts) ciphertext?.Dispose();
        }
    }

    /// <summary>Decrypts the values of an answer from a bundle of one ciphertext; other slots are not kept.</summary>
    /// <exception cref="NodeProtocolException">The bytes are not one ciphertext of these parameters.</exception>
    internal double[] Decrypt(byte[] bundle, OutputLayout layout)
    {
        IReadOnlyList<Ciphertext> ciphertexts;
        try
        {
            using var bytes = new MemoryStream(bundle, writable: false);
            ciphertexts = CiphertextBundle.Read(Parameters, bytes, maxCount: 1);
        }
        catch (CiphertextFormatException exception)
        {
            throw new NodeProtocolException($"The network's result is not a ciphertext of the plan's parameters ({exception.Reason}).", exception);
        }

        using var ciphertext = ciphertexts[0];
        var slots = new double[layout.SlotCount];
        _secret.Decrypt(ciphertext, slots);
        var values = new double[layout.Count];
        for (var i = 0; i < values.Length; i++) values[i] = slots[i * layout.Stride];
        Array.Clear(slots);
        return values;
    }
}
