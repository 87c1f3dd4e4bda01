using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SEAL's Plaintext of CKKS: one polynomial modulo the primes of a level, in NTT form. One that came out of a decryption is secret: see the security section
/// of the README of BasedAI.Fhe before sharing it. Immutable.
/// </summary>
public sealed class SealPlaintext : IDisposable
{
    private readonly RnsPolynomial _polynomial;
    private bool _isDisposed;

    internal SealPlaintext(SealContext context, int level, Scale scale, RnsPolynomial polynomial)
    {
        Context = context;
        Level = level;
        Scale = scale;
        _polynomial = polynomial;
    }

    /// <summary>Parameters it belongs to.</summary>
    public SealContext Context { get; }

    /// <summary>Index of the last live prime.</summary>
    public int Level { get; }

    /// <summary>Factor between the values and the integer coefficients.</summary>
    public Scale Scale { get; }

    internal RnsPolynomial Polynomial
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _polynomial;
        }
    }

    /// <summary>Reads a plaintext that fills the span.</summary>
    /// <exception cref="SealFormatException">The bytes are no plaintext of these parameters; nothing else is thrown for their content.</exception>
    public static SealPlaintext Read(SealContext context, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(bytes, Limit(context), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Reads a plaintext from a stream and stops behind it.</summary>
    /// <exception cref="SealFormatException">The bytes are no plaintext of these parameters.</exception>
    public static SealPlaintext Read(SealContext context, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(stream, Limit(context), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Writes the plaintext.</summary>
    public void Write(Stream stream, SealCompression compression = SealCompression.None)
    {
        var polynomial = Polynomial;
        SealFrame.Write(
            stream, compression, SealShape.GetPlaintextBytes(Context, Level), writer => WriteMembers(writer, Context, Level, Scale, polynomial));
    }

    /// <summary>The bytes <see cref="Write"/> writes.</summary>
    public byte[] ToBytes(SealCompression compression = SealCompression.None) => SealFrame.ToBytes(stream => Write(stream, compression));

    /// <summary>Returns the limbs to their pool.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _polynomial.Dispose();
    }

    /// <summary>Level and scale, never content.</summary>
    public override string ToString() => $"SEAL plaintext, level {Level}, scale {Scale}";

    /// <summary>The members behind the parms_id, the same of a plaintext and of a secret key.</summary>
    internal static (Scale Scale, RnsPolynomial Polynomial) ReadBody(ref SealReader reader, SealContext context, int level)
    {
        long words = (long)context.N * (level + 1);
        SealShape.CheckCount("coefficients", reader.ReadUInt64(), words);
        var scale = SealShape.ReadScale(ref reader);
        long end = reader.BeginNested();
        SealShape.CheckCount("words", reader.ReadUInt64(), words);
        var polynomial = SealShape.ReadPolynomial(ref reader, context, level);
        try
        {
            reader.EndNested(end);
            return (scale, polynomial);
        }
        catch
        {
            polynomial.Dispose();
            throw;
        }
    }

    internal static void WriteMembers(SealWriter writer, SealContext context, int level, Scale scale, RnsPolynomial polynomial)
    {
        long words = (long)context.N * (level + 1);
        writer.WriteParmsId(context.GetParmsId(level));
        writer.WriteUInt64((ulong)words);
        writer.WriteDouble(scale.Value);
        writer.WriteHeader(8 + (8 * words));
        writer.WriteUInt64((ulong)words);
        SealShape.WritePolynomial(writer, polynomial);
    }

    private static SealPlaintext ReadMembers(ref SealReader reader, SealContext context)
    {
        int level = SealShape.ReadDataLevel(ref reader, context);
        var (scale, polynomial) = ReadBody(ref reader, context, level);
        return new SealPlaintext(context, level, scale, polynomial);
    }

    // No bound on expansion: a constant is one word for each prime, and a genuine file of it is a few hundred bytes. The size of the one level is the bound.
    private static ContentLimit Limit(SealContext context) => new(SealShape.GetPlaintextBytes(context, context.MaxLevel));
}
