using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Stand-ins of the right shape that hold nothing: all-zero ciphertexts and keys. A server that evaluates a circuit on them once has compiled its
/// code, encoded its operands and filled its pools before the first user waits for it. They protect nothing and mean nothing.
/// </summary>
public static class Rehearsal
{
    /// <summary>An all-zero ciphertext of degree 1.</summary>
    public static Ciphertext CreateCiphertext(CkksParameters parameters, int level, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, parameters.MaxLevel);
        return new Ciphertext(parameters, level, scale, [Zero(parameters, level + 1), Zero(parameters, level + 1)]);
    }

    /// <summary>All-zero keys for exactly what <paramref name="request"/> names.</summary>
    public static EvaluationKeySet CreateKeys(CkksParameters parameters, EvaluationKeyRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        return new EvaluationKeySet(
            parameters,
            request.RelinearizationLevel is { } level ? new RelinearizationKey(CreateKey(parameters, level)) : null,
            request.Galois.Select(key => new GaloisKey(key.Element, CreateKey(parameters, key.Level))));
    }

    private static SwitchingKey CreateKey(CkksParameters parameters, int level)
    {
        int digits = parameters.GetDigitCount(level), limbs = level + 1 + parameters.Alpha;
        return new SwitchingKey(parameters, level, new byte[Ciphertext.SeedSizeInBytes], Zeros(), Zeros());

        RnsPolynomial[] Zeros() => [.. Enumerable.Range(0, digits).Select(_ => Zero(parameters, limbs))];
    }

    private static RnsPolynomial Zero(CkksParameters parameters, int limbs)
        => LimbPool.For(parameters.N).Rent(limbs, Representation.Ntt, clear: true);
}
