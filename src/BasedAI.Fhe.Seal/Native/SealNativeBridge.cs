using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// Between SEAL's objects and those of the native engine: the same limbs under another name. Native parameters take SEAL's primes as they stand, the last
/// one as the special prime.
/// </summary>
/// <remarks>
/// What differs: the order of slots (<see cref="SealSlotOrder"/>; a native rotation is not SEAL's), and how digits are lifted in a key switch, so that
/// the native evaluator gives other bytes of the same value and wants keys of its own.
/// </remarks>
public static class SealNativeBridge
{
    /// <summary>
    /// The literal of native parameters with the primes of a context. <see cref="CkksParameters.Create"/> judges it: it wants the special prime to be the
    /// largest, and by a newer table a few bits less than SEAL allows.
    /// </summary>
    /// <exception cref="FheParameterException">The context has no special prime.</exception>
    public static CkksParametersLiteral GetLiteral(SealContext context, int logDefaultScale)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.SupportsKeySwitching)
            throw new FheParameterException(ParameterError.NoSpecialPrimes, "SEAL parameters of one prime have no special prime; native ones need it.");
        var primes = context.Parameters.CoeffModulus;
        return CkksParametersLiteral.FromModuli(context.LogN, primes[..^1], primes[^1..], logDefaultScale);
    }

    /// <summary>A native copy of a ciphertext.</summary>
    /// <exception cref="FheOperandException">Native parameters with other primes, or more than three polynomials.</exception>
    public static Ciphertext ToNative(SealCiphertext ciphertext, CkksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(ciphertext);
        Check(nameof(ToNative), ciphertext.Context, parameters, ciphertext.Level);
        if (ciphertext.PolynomialCount > 3)
            throw new FheOperandException($"ToNative: {ciphertext.PolynomialCount} polynomials; the native engine has 2 or 3. Relinearize first.");
        var parts = new RnsPolynomial[ciphertext.PolynomialCount];
        for (int i = 0; i < parts.Length; i++) parts[i] = ciphertext.Part(i).Clone();
        return new Ciphertext(parameters, ciphertext.Level, ciphertext.Scale, parts);
    }

    /// <summary>A SEAL copy of a native ciphertext; a seed, which is of another generator, is lost.</summary>
    /// <exception cref="FheOperandException">Native parameters with other primes.</exception>
    public static SealCiphertext FromNative(Ciphertext ciphertext, SealContext context)
    {
        ArgumentNullException.ThrowIfNull(ciphertext);
        ArgumentNullException.ThrowIfNull(context);
        Check(nameof(FromNative), context, ciphertext.Parameters, ciphertext.Level);
        var parts = new RnsPolynomial[ciphertext.Degree + 1];
        for (int i = 0; i < parts.Length; i++) parts[i] = ciphertext.Part(i).Clone();
        return new SealCiphertext(context, ciphertext.Level, ciphertext.Scale, parts);
    }

    /// <summary>A native copy of a plaintext.</summary>
    /// <exception cref="FheOperandException">Native parameters with other primes.</exception>
    public static Plaintext ToNative(SealPlaintext plaintext, CkksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        Check(nameof(ToNative), plaintext.Context, parameters, plaintext.Level);
        return new Plaintext(parameters, plaintext.Level, plaintext.Scale, plaintext.Polynomial.Clone());
    }

    /// <summary>A SEAL copy of a native plaintext.</summary>
    /// <exception cref="FheOperandException">Native parameters with other primes.</exception>
    public static SealPlaintext FromNative(Plaintext plaintext, SealContext context)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        ArgumentNullException.ThrowIfNull(context);
        Check(nameof(FromNative), context, plaintext.Parameters, plaintext.Level);
        return new SealPlaintext(context, plaintext.Level, plaintext.Scale, plaintext.Polynomial.Clone());
    }

    private static void Check(string operation, SealContext context, CkksParameters parameters, int level)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        bool sameDegree = parameters.N == context.N && level <= parameters.MaxLevel && level <= context.MaxLevel;
        if (!sameDegree || !parameters.RingQ.Take(level + 1).Select(ring => ring.Modulus).SequenceEqual(context.Rings.Take(level + 1).Select(ring => ring.Modulus)))
        {
            throw new FheOperandException(
                $"{operation}: the native parameters have another degree or other primes than the SEAL ones. Make them from SealNativeBridge.GetLiteral.");
        }
    }
}
