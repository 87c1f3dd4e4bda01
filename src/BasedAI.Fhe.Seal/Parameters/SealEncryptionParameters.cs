using System.Collections.Immutable;
using System.Numerics;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SEAL's EncryptionParameters of the CKKS scheme: a ring degree and explicit primes, the last of which is the special one when there are two or more.
/// A form that was filled in, not yet judged: <see cref="SealContext.Create"/> does that.
/// </summary>
public sealed class SealEncryptionParameters
{
    /// <summary>Largest ring degree.</summary>
    public const int MaxDegree = 1 << 16;

    /// <summary>Smallest ring degree.</summary>
    public const int MinDegree = 1 << ResidueRing.MinLogN;

    /// <summary>Most primes.</summary>
    public const int MaxPrimeCount = 64;

    /// <summary>Most bits of a prime SEAL makes; this engine computes with 31 to 50.</summary>
    public const int MaxPrimeBits = 60;

    internal const byte CkksScheme = 2;

    private const int FixedBytes = 1 + 8 + 8;
    private const int ModulusBytes = SealHeader.SizeInBytes + 8;
    private const ulong MaxModulus = (1UL << 61) - 1;

    /// <summary>States parameters.</summary>
    /// <param name="n">Ring degree N: a power of two.</param>
    /// <param name="coeffModulus">The primes in SEAL's order.</param>
    public SealEncryptionParameters(int n, ImmutableArray<ulong> coeffModulus)
    {
        N = n;
        CoeffModulus = coeffModulus.IsDefault ? [] : coeffModulus;
    }

    /// <summary>The ring degree.</summary>
    public int N { get; }

    /// <summary>The primes: those of the ciphertext, then the special one.</summary>
    public ImmutableArray<ulong> CoeffModulus { get; }

    /// <summary>The primes SEAL's CoeffModulus::Create gives: the largest of each size that are 1 modulo 2N, the smaller of a size first.</summary>
    /// <param name="n">Ring degree, a power of two from 2 to 2^16.</param>
    /// <param name="bitSizes">2 … 60 bits each, at most 64.</param>
    /// <exception cref="ArgumentException">Degree, count or a size out of range, or not enough primes of a size.</exception>
    public static ImmutableArray<ulong> CreateCoeffModulus(int n, ReadOnlySpan<int> bitSizes)
    {
        if (n is < 2 or > MaxDegree || !int.IsPow2(n)) throw new ArgumentException($"The degree {n} is no power of two from 2 to {MaxDegree}.", nameof(n));
        if (bitSizes.Length is 0 or > MaxPrimeCount)
            throw new ArgumentException($"{bitSizes.Length} primes were asked for; there are 1 to {MaxPrimeCount}.", nameof(bitSizes));
        int[] sizes = bitSizes.ToArray();
        var found = sizes.Distinct().ToDictionary(bits => bits, bits => FindPrimes(2UL * (ulong)n, bits, sizes.Count(size => size == bits)));
        return [.. sizes.Select(bits => found[bits].Pop())];
    }

    /// <summary>Reads parameters that fill the span.</summary>
    /// <exception cref="SealFormatException">The bytes are not that; nothing else is thrown for their content.</exception>
    public static SealEncryptionParameters Read(ReadOnlySpan<byte> bytes) => SealFrame.Read(bytes, Limit, ReadMembers);

    /// <summary>Reads parameters from a stream and stops behind them.</summary>
    /// <exception cref="SealFormatException">The bytes are not that.</exception>
    public static SealEncryptionParameters Read(Stream stream) => SealFrame.Read(stream, Limit, ReadMembers);

    /// <summary>Writes the parameters.</summary>
    public void Write(Stream stream, SealCompression compression = SealCompression.None) =>
        SealFrame.Write(stream, compression, FixedBytes + ((CoeffModulus.Length + 1) * ModulusBytes), WriteMembers);

    /// <summary>The bytes <see cref="Write"/> writes.</summary>
    public byte[] ToBytes(SealCompression compression = SealCompression.None) => SealFrame.ToBytes(stream => Write(stream, compression));

    private static ContentLimit Limit => new(FixedBytes + ((MaxPrimeCount + 1) * ModulusBytes));

    private static Stack<ulong> FindPrimes(ulong step, int bits, int count)
    {
        if (bits is < 2 or > MaxPrimeBits) throw new ArgumentException($"A prime of {bits} bits was asked for; sizes are 2 to {MaxPrimeBits}.");
        var primes = new Stack<ulong>();
        ulong lower = 1UL << (bits - 1);
        for (ulong candidate = (((1UL << bits) - 1) / step * step) + 1; primes.Count < count; candidate -= step)
        {
            if (candidate <= lower)
                throw new ArgumentException($"There are only {primes.Count} primes of {bits} bits that are 1 modulo {step}; {count} were asked for.");
            if (PrimeSearch.IsPrime(candidate)) primes.Push(candidate);
        }

        return primes;
    }

    private static SealEncryptionParameters ReadMembers(ref SealReader reader)
    {
        byte scheme = reader.ReadByte();
        if (scheme != CkksScheme)
            throw new SealFormatException(SealFormatError.UnsupportedScheme, $"Scheme {scheme}; only CKKS, {CkksScheme}, is supported (1 is BFV, 3 BGV).");
        ulong n = reader.ReadUInt64();
        if (n is < MinDegree or > MaxDegree || !BitOperations.IsPow2(n))
            throw new SealFormatException(SealFormatError.DegreeOutOfRange, $"The degree {n} is no power of two from {MinDegree} to {MaxDegree}.");
        ulong count = reader.ReadUInt64();
        if (count is 0 or > MaxPrimeCount)
            throw new SealFormatException(SealFormatError.PrimeCountOutOfRange, $"{count} primes; there are 1 to {MaxPrimeCount}.");

        reader.Require((long)(count + 1) * ModulusBytes);
        var primes = ImmutableArray.CreateBuilder<ulong>((int)count);
        for (ulong i = 0; i < count; i++)
        {
            ulong prime = ReadModulus(ref reader);
            if (prime is < 2 or > MaxModulus) throw new SealFormatException(SealFormatError.ModulusOutOfRange, $"The modulus {prime} is not 2 … 2^61 - 1.");
            primes.Add(prime);
        }

        ulong plain = ReadModulus(ref reader);
        return plain == 0
            ? new SealEncryptionParameters((int)n, primes.MoveToImmutable())
            : throw new SealFormatException(SealFormatError.ModulusOutOfRange, $"CKKS has no plain modulus; the parameters name {plain}.");
    }

    private static ulong ReadModulus(ref SealReader reader)
    {
        long end = reader.BeginNested();
        ulong value = reader.ReadUInt64();
        reader.EndNested(end);
        return value;
    }

    private void WriteMembers(SealWriter writer)
    {
        writer.WriteByte(CkksScheme);
        writer.WriteUInt64((ulong)N);
        writer.WriteUInt64((ulong)CoeffModulus.Length);
        foreach (ulong prime in CoeffModulus.Append(0UL))
        {
            writer.WriteHeader(8);
            writer.WriteUInt64(prime);
        }
    }
}
