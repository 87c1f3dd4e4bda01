using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SEAL's SecretKey: the polynomial s with coefficients in {-1, 0, 1}. Lives in the process of its owner; disposing it wipes it. Its bytes are the key in
/// the clear: wrap them before they touch a disk.
/// </summary>
public sealed class SealSecretKey : IDisposable
{
    private RnsPolynomial? _ntt;

    /// <summary>Takes a copy of the coefficients; the caller wipes its own.</summary>
    internal SealSecretKey(SealContext context, ReadOnlySpan<sbyte> coefficients)
    {
        Context = context;
        _ntt = context.Pool.Rent(context.PrimeCount, Representation.Ntt);
        using var integers = SmallPolynomial.From(coefficients);
        for (int i = 0; i < context.PrimeCount; i++) integers.ToNtt(context.Rings[i], _ntt.Limb(i));
    }

    private SealSecretKey(SealContext context, RnsPolynomial ntt)
    {
        Context = context;
        _ntt = ntt;
    }

    /// <summary>Parameters it belongs to.</summary>
    public SealContext Context { get; }

    /// <summary>The key in NTT form over all primes.</summary>
    internal RnsPolynomial Ntt => _ntt ?? throw new ObjectDisposedException(nameof(SealSecretKey));

    /// <summary>Reads a secret key that fills the span.</summary>
    /// <exception cref="SealFormatException">The bytes are no secret key of these parameters; nothing else is thrown for their content.</exception>
    public static SealSecretKey Read(SealContext context, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(bytes, Limit(context), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Reads a secret key from a stream and stops behind it.</summary>
    /// <exception cref="SealFormatException">The bytes are no secret key of these parameters.</exception>
    public static SealSecretKey Read(SealContext context, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(stream, Limit(context), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Writes the key in the clear.</summary>
    public void Write(Stream stream, SealCompression compression = SealCompression.None)
    {
        var ntt = Ntt;
        long bytes = SealShape.GetPlaintextBytes(Context, Context.KeyLevel);
        SealFrame.Write(stream, compression, bytes, writer => SealPlaintext.WriteMembers(writer, Context, Context.KeyLevel, new Scale(1), ntt));
    }

    /// <summary>The bytes <see cref="Write"/> writes: the key in the clear.</summary>
    public byte[] ToBytes(SealCompression compression = SealCompression.None) => SealFrame.ToBytes(stream => Write(stream, compression));

    /// <summary>The same key for the native engine; the caller disposes it.</summary>
    /// <param name="parameters">Native parameters of the same degree; their primes may be others.</param>
    /// <exception cref="FheOperandException">Another degree.</exception>
    public SecretKey ToNative(CkksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.N != Context.N)
            throw new FheOperandException($"ToNative: the key is of degree {Context.N} and the parameters of degree {parameters.N}.");
        sbyte[] coefficients = GC.AllocateArray<sbyte>(Context.N, pinned: true);
        try
        {
            _ = TryGetCoefficients(Context, Ntt, coefficients);
            return new SecretKey(parameters, coefficients);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(coefficients.AsSpan()));
        }
    }

    /// <summary>Wipes the key.</summary>
    public void Dispose()
    {
        var ntt = Interlocked.Exchange(ref _ntt, null);
        if (ntt is null) return;
        ntt.Clear();
        ntt.Dispose();
    }

    private static SealSecretKey ReadMembers(ref SealReader reader, SealContext context)
    {
        SealShape.ReadKeyLevel(ref reader, context);
        var (scale, ntt) = SealPlaintext.ReadBody(ref reader, context, context.KeyLevel);
        try
        {
            if (scale.Value != 1) throw new SealFormatException(SealFormatError.ScaleOutOfRange, "The scale of a secret key must be 1.");
            CheckTernary(context, ntt);
            return new SealSecretKey(context, ntt);
        }
        catch
        {
            ntt.Clear();
            ntt.Dispose();
            throw;
        }
    }

    /// <summary>Throws unless the coefficients are -1, 0 and 1 and the same modulo each prime.</summary>
    private static void CheckTernary(SealContext context, RnsPolynomial ntt)
    {
        sbyte[] coefficients = GC.AllocateArray<sbyte>(context.N, pinned: true);
        try
        {
            bool isTernary = TryGetCoefficients(context, ntt, coefficients);
            using var small = SmallPolynomial.From(coefficients);
            using var expected = context.Pool.Lease(1, Representation.Ntt, isSecret: true);
            for (int i = 1; isTernary && i < ntt.LimbCount; i++)
            {
                small.ToNtt(context.Rings[i], expected.Limb(0));
                isTernary = expected.Limb(0).SequenceEqual(ntt.Limb(i));
            }

            if (!isTernary)
                throw new SealFormatException(SealFormatError.SecretOutOfRange, "The coefficients of the secret key are not all -1, 0 or 1, or differ between primes.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(coefficients.AsSpan()));
        }
    }

    private static bool TryGetCoefficients(SealContext context, RnsPolynomial ntt, Span<sbyte> coefficients)
    {
        using var limb = context.Pool.Lease(1, Representation.Coefficient, isSecret: true);
        var values = limb.Limb(0);
        ntt.Limb(0).CopyTo(values);
        context.Rings[0].InverseNtt(values);
        double q = context.Rings[0].Modulus.Value, wrong = 0;
        for (int i = 0; i < values.Length; i++)
        {
            // Centred, without a branch on it: q - 1 becomes -1. Other numbers are not roots of c³ - c.
            double c = values[i] - (q * Math.Round(values[i] / q));
            wrong += Math.Abs((c * c * c) - c);
            coefficients[i] = (sbyte)Math.Max(-1, Math.Min(1, c));
        }

        return wrong == 0;
    }

    private static ContentLimit Limit(SealContext context) =>
        new(SealShape.GetPlaintextBytes(context, context.KeyLevel), ContentLimit.OfRandom, ExpansionSlack: 1 << 12);
}
