using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// Judged parameters with their modulus chain: what every other object of this library works under. Level = index of the last live prime, SEAL's
/// chain_index: 0 at the bottom; fresh ciphertexts are at <see cref="MaxLevel"/>, keys at <see cref="KeyLevel"/>, which has the special prime too.
/// Immutable and thread-safe.
/// </summary>
public sealed class SealContext
{
    private readonly ImmutableArray<SealParmsId> _ids;
    private readonly ulong[][] _inverses;          // [j][i] = q_j^-1 mod q_i
    private readonly int[] _modulusBits;

    internal SealContext(SealEncryptionParameters parameters)
    {
        Parameters = parameters;
        LogN = BitOperations.Log2((uint)parameters.N);
        Rings = [.. parameters.CoeffModulus.Select(q => ResidueRing.Get(LogN, new Modulus(q)))];
        _ids = [.. Enumerable.Range(1, PrimeCount).Select(k => SealParmsId.Compute(N, parameters.CoeffModulus.AsSpan(0, k)))];
        _modulusBits = new int[PrimeCount];
        var product = BigInteger.One;
        for (int i = 0; i < PrimeCount; i++)
        {
            product *= parameters.CoeffModulus[i];
            _modulusBits[i] = (int)product.GetBitLength();
        }

        _inverses = [.. Enumerable.Range(0, PrimeCount).Select(j => InvertModuloOthers(j))];
        SlotOrder = new SealSlotOrder(LogN);
    }

    /// <summary>The parameters as they stand on the wire.</summary>
    public SealEncryptionParameters Parameters { get; }

    /// <summary>The ring degree.</summary>
    public int N => Parameters.N;

    /// <summary>log2 of the ring degree.</summary>
    public int LogN { get; }

    /// <summary>Complex slots, N/2.</summary>
    public int SlotCount => N / 2;

    /// <summary>All primes, the special one included.</summary>
    public int PrimeCount => Parameters.CoeffModulus.Length;

    /// <summary>Primes of a fresh ciphertext.</summary>
    public int DataPrimeCount => MaxLevel + 1;

    /// <summary>Level of keys: all primes.</summary>
    public int KeyLevel => PrimeCount - 1;

    /// <summary>Level of a fresh ciphertext: all primes but the special one; the one prime there is, if there is one.</summary>
    public int MaxLevel => Math.Max(0, PrimeCount - 2);

    /// <summary>Whether there is a special prime, so that relinearising and rotating are possible.</summary>
    public bool SupportsKeySwitching => PrimeCount > 1;

    /// <summary>Where SEAL's slots are among those of the native engine.</summary>
    public SealSlotOrder SlotOrder { get; }

    /// <summary>parms_id of keys.</summary>
    public SealParmsId KeyParmsId => _ids[KeyLevel];

    /// <summary>One residue ring per prime, in SEAL's order.</summary>
    public ImmutableArray<ResidueRing> Rings { get; }

    internal LimbPool Pool => LimbPool.For(N);

    /// <summary>Judges parameters: each prime must be one this engine computes with, and the set at least as secure as SEAL wants by default.</summary>
    /// <remarks>Makes tables that stay for the life of the process; do it for parameters you mean to use.</remarks>
    /// <exception cref="FheParameterException">The parameters are wrong; the exception says how.</exception>
    public static SealContext Create(SealEncryptionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var failure = Check(parameters, isInsecureAllowed: false);
        return failure.Error == ParameterError.None ? new SealContext(parameters) : throw new FheParameterException(failure.Error, failure.Message);
    }

    /// <summary>Judges parameters that came from outside; never throws for wrong ones.</summary>
    public static bool TryCreate(SealEncryptionParameters parameters, [NotNullWhen(true)] out SealContext? context, out ParameterError error)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        error = Check(parameters, isInsecureAllowed: false).Error;
        context = error == ParameterError.None ? new SealContext(parameters) : null;
        return context is not null;
    }

    /// <summary>parms_id of a level.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such level.</exception>
    public SealParmsId GetParmsId(int level) => (uint)level < (uint)PrimeCount
        ? _ids[level]
        : throw new ArgumentOutOfRangeException(nameof(level), level, $"Levels are 0 to {MaxLevel} for data and {KeyLevel} for keys.");

    /// <summary>The level of a parms_id.</summary>
    public bool TryGetLevel(SealParmsId id, out int level) => (level = _ids.IndexOf(id)) >= 0;

    /// <summary>Bits of the product of the primes of a level.</summary>
    public int GetModulusBits(int level) => _modulusBits[level];

    /// <summary>SEAL's Galois element of a rotation: 3^steps modulo 2N; to the right by a negative number.</summary>
    /// <param name="steps">Between -N/2 and N/2, both excluded.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too many steps.</exception>
    public GaloisElement GetRotationElement(int steps)
    {
        if (Math.Abs((long)steps) >= SlotCount)
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"Rotations are by fewer than N/2 = {SlotCount} steps.");
        uint mask = (2u * (uint)N) - 1, power = 1;
        for (int i = steps < 0 ? steps + SlotCount : steps; i > 0; i--) power = (power * 3) & mask;
        return new GaloisElement(power);
    }

    /// <summary>The Galois element that conjugates every slot, 2N - 1.</summary>
    public GaloisElement ConjugationElement => GaloisElement.Conjugation(LogN);

    internal ulong GetInverse(int j, int i) => _inverses[j][i];

    /// <summary>As SEAL's evaluator has it: the scale leaves room below the modulus.</summary>
    internal bool IsScaleInRange(double scale, int level) => scale > 0 && double.IsFinite(scale) && (int)Math.Log2(scale) < _modulusBits[level];

    internal void CheckDataLevel(int level, string name)
    {
        if ((uint)level > (uint)MaxLevel) throw new ArgumentOutOfRangeException(name, level, $"Levels of ciphertexts are 0 to {MaxLevel}.");
    }

    internal static CkksParametersBuilder.Failure Check(SealEncryptionParameters parameters, bool isInsecureAllowed)
    {
        int n = parameters.N, count = parameters.CoeffModulus.Length;
        if (n is < SealEncryptionParameters.MinDegree or > SealEncryptionParameters.MaxDegree || !int.IsPow2(n))
        {
            return new(
                ParameterError.RingDegreeOutOfRange,
                $"The degree {n} is no power of two from {SealEncryptionParameters.MinDegree} to {SealEncryptionParameters.MaxDegree}.");
        }

        if (count == 0) return new(ParameterError.NoCiphertextPrimes, "The parameters name no prime.");
        if (count > SealEncryptionParameters.MaxPrimeCount)
            return new(ParameterError.TooManyPrimes, $"{count} primes; at most {SealEncryptionParameters.MaxPrimeCount}.");
        var failure = ExplicitModuli.Check(BitOperations.Log2((uint)n), parameters.CoeffModulus.AsSpan());
        if (failure.Error != ParameterError.None || isInsecureAllowed) return failure;

        int bits = (int)parameters.CoeffModulus.Aggregate(BigInteger.One, (product, q) => product * q).GetBitLength();
        int bound = SealSecurityTable.GetMaxBits(n);
        return bits <= bound
            ? default
            : new(
                ParameterError.BelowRequiredSecurity,
                $"The primes have {bits} bits together; at N = {n} SEAL's bound for 128 bits of security is {bound}. "
                + "Use fewer or smaller primes or a larger N; InsecureSealContext takes the set as it is.");
    }

    private ulong[] InvertModuloOthers(int j)
    {
        ulong q = Parameters.CoeffModulus[j];
        return [.. Rings.Select((ring, i) => i == j ? 0 : ring.InverseMod(q % ring.Modulus.Value))];
    }
}
