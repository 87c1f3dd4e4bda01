using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Makes keys; client side only. Every error polynomial is fresh, every uniform polynomial comes from a fresh public seed, and secret
/// scratch is wiped. Thread-safe. The cost of a switching key at level l is dnum·(l + 1 + alpha) NTTs.
/// </summary>
public sealed class KeyGenerator
{
    private readonly CkksParameters _parameters;
    private readonly EntropySource _entropy;

    /// <summary>Creates a generator that draws from the operating system.</summary>
    public KeyGenerator(CkksParameters parameters)
        : this(parameters, EntropySource.System)
    {
    }

    internal KeyGenerator(CkksParameters parameters, EntropySource entropy)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        _entropy = entropy;
    }

    /// <summary>Draws a secret key.</summary>
    public SecretKey GenerateSecretKey()
    {
        sbyte[] coefficients = GC.AllocateArray<sbyte>(_parameters.N, pinned: true);
        try
        {
            using var stream = _entropy.CreateStream();
            TernarySampler.Sample(stream, coefficients);
            return new SecretKey(_parameters, coefficients);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(coefficients.AsSpan()));
        }
    }

    /// <summary>Makes a public key.</summary>
    /// <exception cref="FheOperandException">A secret key of other parameters.</exception>
    public PublicKey GeneratePublicKey(SecretKey secretKey)
    {
        Check(nameof(GeneratePublicKey), secretKey);
        byte[] seed = _entropy.CreatePublicSeed();
        using var a = Operands.Rent(_parameters, _parameters.MaxLevel);
        UniformExpansion.Expand(_parameters, seed, UniformExpansion.Purpose.PublicKey, _parameters.MaxLevel, a);
        using var error = SmallPolynomial.SampleError(_parameters.N, _entropy);
        var b = Operands.Rent(_parameters, _parameters.MaxLevel);
        for (int i = 0; i <= _parameters.MaxLevel; i++)
            MaskLimb(_parameters.RingQ[i], a.Limb(i), secretKey.Ntt.Limb(i), error, b.Limb(i));
        return new PublicKey(_parameters, seed, b);
    }

    /// <summary>Makes a relinearisation key usable up to <paramref name="level"/> (default: MaxLevel).</summary>
    /// <exception cref="FheOperandException">A secret key of other parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such level.</exception>
    public RelinearizationKey GenerateRelinearizationKey(SecretKey secretKey, int? level = null)
    {
        Check(nameof(GenerateRelinearizationKey), secretKey);
        var secret = secretKey.Ntt;
        using var squared = LimbPool.For(_parameters.N).Lease(secret.LimbCount, Representation.Ntt, isSecret: true);
        for (int i = 0; i < secret.LimbCount; i++)
            _parameters.GetRing(_parameters.MaxLevel, i).Multiply(secret.Limb(i), secret.Limb(i), squared.Limb(i));
        return new RelinearizationKey(GenerateSwitchingKey(from: squared.Polynomial, to: secret, level));
    }

    /// <summary>Makes the key of one automorphism, usable up to <paramref name="level"/> (default: MaxLevel).</summary>
    /// <exception cref="FheOperandException">A secret key of other parameters, or an element that is even or not below 2N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such level.</exception>
    public GaloisKey GenerateGaloisKey(SecretKey secretKey, GaloisElement element, int? level = null)
    {
        Check(nameof(GenerateGaloisKey), secretKey);
        if (element.Value % 2 == 0 || element.Value >= 2u * (uint)_parameters.N)
            throw new FheOperandException($"GenerateGaloisKey: element {element.Value}; a Galois element is odd and below {2 * _parameters.N}.");

        var secret = secretKey.Ntt;
        var inverse = element.GetInverse(_parameters.LogN);
        using var permuted = LimbPool.For(_parameters.N).Lease(secret.LimbCount, Representation.Ntt, isSecret: true);
        for (int i = 0; i < secret.LimbCount; i++)
            _parameters.GetRing(_parameters.MaxLevel, i).Automorphism(secret.Limb(i), inverse, Representation.Ntt, permuted.Limb(i));
        return new GaloisKey(element, GenerateSwitchingKey(from: secret, to: permuted.Polynomial, level));
    }

    /// <summary>Makes exactly the keys asked for.</summary>
    /// <exception cref="FheOperandException">A secret key of other parameters, or a request that names an automorphism twice.</exception>
    public EvaluationKeySet GenerateEvaluationKeys(SecretKey secretKey, EvaluationKeyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        RelinearizationKey? relinearization = null;
        var galois = new List<GaloisKey>();
        try
        {
            if (request.RelinearizationLevel is { } level) relinearization = GenerateRelinearizationKey(secretKey, level);
            foreach (var wish in request.Galois.IsDefault ? [] : request.Galois)
                galois.Add(GenerateGaloisKey(secretKey, wish.Element, wish.Level));
            return new EvaluationKeySet(_parameters, relinearization, galois);
        }
        catch
        {
            relinearization?.Dispose();
            Operands.DisposeAll(galois);
            throw;
        }
    }

    /// <summary>One digit after the other: b_d = -a_d·to + e_d + P·g_d·from.</summary>
    private SwitchingKey GenerateSwitchingKey(RnsPolynomial from, RnsPolynomial to, int? requestedLevel)
    {
        int level = requestedLevel ?? _parameters.MaxLevel;
        _parameters.CheckLevel(level, nameof(requestedLevel));
        byte[] seed = _entropy.CreatePublicSeed();
        int limbs = level + 1 + _parameters.Alpha;
        var a = SwitchingKey.Expand(_parameters, level, seed);
        var b = new RnsPolynomial[a.Length];
        for (int d = 0; d < b.Length; d++)
        {
            b[d] = LimbPool.For(_parameters.N).Rent(limbs, Representation.Ntt);
            using var error = SmallPolynomial.SampleError(_parameters.N, _entropy);
            for (int i = 0; i < limbs; i++)
            {
                int full = i <= level ? i : i - level + _parameters.MaxLevel;      // the limb of the secret, which has all primes
                MaskLimb(_parameters.GetRing(level, i), a[d].Limb(i), to.Limb(full), error, b[d].Limb(i));
            }

            int end = Math.Min((d + 1) * _parameters.Alpha, level + 1);
            for (int i = d * _parameters.Alpha; i < end; i++)
                _parameters.RingQ[i].MultiplyScalarAdd(from.Limb(i), _parameters.Tables.GetSpecialModulus(i), b[d].Limb(i));
        }

        return new SwitchingKey(_parameters, level, seed, b, a);
    }

    /// <summary>destination = -a·s + e.</summary>
    private static void MaskLimb(ResidueRing ring, ReadOnlySpan<double> a, ReadOnlySpan<double> secret, SmallPolynomial error, Span<double> destination)
    {
        error.ToNtt(ring, destination);
        using var product = LimbPool.For(ring.N).Lease(1, Representation.Ntt, isSecret: true);      // a·s with a public gives s away
        ring.Multiply(a, secret, product.Limb(0));
        ring.Subtract(destination, product.Limb(0), destination);
    }

    private void Check(string operation, SecretKey secretKey)
    {
        ArgumentNullException.ThrowIfNull(secretKey);
        Operands.CheckParameters(_parameters, operation, secretKey.ParametersId);
    }
}
