using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SEAL's KeyGenerator; client side only. Every key is made with a fresh public seed and written with it, at half the size. Thread-safe.
/// </summary>
public sealed class SealKeyGenerator
{
    private readonly EntropySource _entropy;

    /// <summary>Creates a generator that draws from the operating system.</summary>
    /// <param name="context">Parameters.</param>
    /// <param name="generator">What expands the seeds of public keys; SEAL reads either, SHAKE256 is the faster one here.</param>
    public SealKeyGenerator(SealContext context, SealGenerator generator = SealGenerator.Shake256)
        : this(context, generator, EntropySource.System)
    {
    }

    internal SealKeyGenerator(SealContext context, SealGenerator generator, EntropySource entropy)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        Generator = generator;
        _entropy = entropy;
    }

    /// <summary>Parameters of the keys.</summary>
    public SealContext Context { get; }

    /// <summary>What expands the seeds.</summary>
    public SealGenerator Generator { get; }

    /// <summary>Draws a secret key.</summary>
    public SealSecretKey GenerateSecretKey()
    {
        sbyte[] coefficients = GC.AllocateArray<sbyte>(Context.N, pinned: true);
        try
        {
            using var stream = _entropy.CreateStream();
            TernarySampler.Sample(stream, coefficients);
            return new SealSecretKey(Context, coefficients);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(coefficients.AsSpan()));
        }
    }

    /// <summary>Makes a public key.</summary>
    /// <exception cref="FheOperandException">A secret key of other parameters.</exception>
    public SealPublicKey GeneratePublicKey(SealSecretKey secretKey)
    {
        Check(nameof(GeneratePublicKey), secretKey);
        return new SealPublicKey(Context, ZeroEncryption.Create(Context, secretKey, Context.KeyLevel, new Scale(1), Generator, _entropy));
    }

    /// <summary>Makes the key for s², which relinearises a product.</summary>
    /// <exception cref="FheOperandException">A secret key of other parameters, or parameters without a special prime.</exception>
    public SealRelinKeys GenerateRelinKeys(SealSecretKey secretKey)
    {
        CheckSwitching(nameof(GenerateRelinKeys), secretKey);
        using var squared = Context.Pool.Lease(Context.PrimeCount, Representation.Ntt, isSecret: true);
        for (int i = 0; i < Context.PrimeCount; i++) Context.Rings[i].Multiply(secretKey.Ntt.Limb(i), secretKey.Ntt.Limb(i), squared.Limb(i));
        var key = GenerateSwitchingKey(squared.Polynomial, secretKey);
        return new SealRelinKeys(Context, new SealKeyTable(1, new SortedDictionary<int, SealSwitchingKey> { [0] = key }));
    }

    /// <summary>Makes the keys of SEAL's default set: conjugation and rotations by every power of two to either side, from which any rotation can be made.</summary>
    /// <exception cref="FheOperandException">A secret key of other parameters, or parameters without a special prime.</exception>
    public SealGaloisKeys GenerateGaloisKeys(SealSecretKey secretKey)
    {
        var steps = Enumerable.Range(0, Context.LogN - 1).SelectMany(i => (int[])[1 << i, -(1 << i)]).Where(step => Math.Abs(step) < Context.SlotCount);
        return GenerateGaloisKeys(secretKey, [.. steps.Select(Context.GetRotationElement), Context.ConjugationElement]);
    }

    /// <summary>Makes the keys of rotations; 0 stands for the conjugation, as in SEAL.</summary>
    /// <param name="secretKey">The secret.</param>
    /// <param name="steps">Between -N/2 and N/2, both excluded; one named twice is made once.</param>
    /// <exception cref="FheOperandException">A secret key of other parameters, or parameters without a special prime.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too many steps.</exception>
    public SealGaloisKeys GenerateGaloisKeys(SealSecretKey secretKey, ReadOnlySpan<int> steps)
    {
        var elements = new GaloisElement[steps.Length];
        for (int i = 0; i < steps.Length; i++) elements[i] = steps[i] == 0 ? Context.ConjugationElement : Context.GetRotationElement(steps[i]);
        return GenerateGaloisKeys(secretKey, elements);
    }

    private SealGaloisKeys GenerateGaloisKeys(SealSecretKey secretKey, IReadOnlyCollection<GaloisElement> elements)
    {
        CheckSwitching(nameof(GenerateGaloisKeys), secretKey);
        var keys = new SortedDictionary<int, SealSwitchingKey>();
        using var permuted = Context.Pool.Lease(Context.PrimeCount, Representation.Ntt, isSecret: true);
        foreach (var element in elements.Distinct())
        {
            for (int i = 0; i < Context.PrimeCount; i++)
                Context.Rings[i].Automorphism(secretKey.Ntt.Limb(i), element, Representation.Ntt, permuted.Limb(i));
            keys.Add(SealGaloisKeys.GetPlace(element), GenerateSwitchingKey(permuted.Polynomial, secretKey));
        }

        return new SealGaloisKeys(Context, new SealKeyTable(keys.Count == 0 ? 0 : keys.Keys.Last() + 1, keys));
    }

    /// <summary>For each data prime j an encryption of zero at the key level with P·from added to limb j of c0.</summary>
    private SealSwitchingKey GenerateSwitchingKey(RnsPolynomial from, SealSecretKey secretKey)
    {
        ulong special = Context.Rings[Context.KeyLevel].Modulus.Value;
        var pairs = new SealPolynomials[Context.DataPrimeCount];
        for (int j = 0; j < pairs.Length; j++)
        {
            pairs[j] = ZeroEncryption.Create(Context, secretKey, Context.KeyLevel, new Scale(1), Generator, _entropy);
            Context.Rings[j].MultiplyScalarAdd(from.Limb(j), special, pairs[j].Parts[0].Limb(j));
        }

        return new SealSwitchingKey(pairs);
    }

    private void CheckSwitching(string operation, SealSecretKey secretKey)
    {
        Check(operation, secretKey);
        if (!Context.SupportsKeySwitching)
            throw new FheOperandException($"{operation}: the parameters have one prime and so no special one; use two or more.");
    }

    private void Check(string operation, SealSecretKey secretKey)
    {
        ArgumentNullException.ThrowIfNull(secretKey);
        if (secretKey.Context.KeyParmsId != Context.KeyParmsId)
            throw new FheOperandException($"{operation}: the secret key is of other parameters. Use objects of the same parameters.");
    }
}
