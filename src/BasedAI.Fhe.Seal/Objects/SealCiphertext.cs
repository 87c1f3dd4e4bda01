using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SEAL's Ciphertext: polynomials c0, c1, … modulo the primes of a level, in NTT form, with c0 + c1·s + c2·s² + … ≈ plaintext. A fresh symmetric one
/// remembers the seed of its c1 and is written with it, at half the size. Immutable; whoever received it disposes it.
/// </summary>
public sealed class SealCiphertext : IDisposable
{
    private readonly SealPolynomials _body;
    private bool _isDisposed;

    internal SealCiphertext(SealContext context, SealPolynomials body)
    {
        Context = context;
        _body = body;
    }

    internal SealCiphertext(SealContext context, int level, Scale scale, RnsPolynomial[] parts)
        : this(context, new SealPolynomials(level, scale, parts, null))
    {
    }

    /// <summary>Parameters it belongs to.</summary>
    public SealContext Context { get; }

    /// <summary>Index of the last live prime.</summary>
    public int Level => _body.Level;

    /// <summary>Factor between the values and the integer coefficients.</summary>
    public Scale Scale => _body.Scale;

    /// <summary>SEAL's size: 2, or 3 and more after multiplications that have not been relinearised.</summary>
    public int PolynomialCount => _body.Parts.Length;

    /// <summary>Whether c1 is the expansion of a seed.</summary>
    public bool IsSeeded => _body.Seed is not null;

    /// <summary>Reads a ciphertext that fills the span.</summary>
    /// <exception cref="SealFormatException">The bytes are no ciphertext of these parameters; nothing else is thrown for their content.</exception>
    public static SealCiphertext Read(SealContext context, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(bytes, Limit(context), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Reads a ciphertext from a stream and stops behind it.</summary>
    /// <exception cref="SealFormatException">The bytes are no ciphertext of these parameters.</exception>
    public static SealCiphertext Read(SealContext context, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(stream, Limit(context), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Writes the ciphertext, a seeded one with its seed.</summary>
    public void Write(Stream stream, SealCompression compression = SealCompression.None)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        long bytes = SealShape.GetCiphertextBytes(Context, Level, PolynomialCount, IsSeeded);
        SealFrame.Write(stream, compression, bytes, writer => _body.WriteMembers(writer, Context));
    }

    /// <summary>The bytes <see cref="Write"/> writes.</summary>
    public byte[] ToBytes(SealCompression compression = SealCompression.None) => SealFrame.ToBytes(stream => Write(stream, compression));

    /// <summary>A copy without the seed: written in full, as every result of an evaluation.</summary>
    public SealCiphertext Expand()
    {
        var parts = new RnsPolynomial[PolynomialCount];
        for (int i = 0; i < parts.Length; i++) parts[i] = Part(i).Clone();
        return new SealCiphertext(Context, Level, Scale, parts);
    }

    /// <summary>Returns the limbs to their pool.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        SealShape.DisposeAll(_body.Parts);
    }

    /// <summary>Count of polynomials, level and scale, never content.</summary>
    public override string ToString() => $"SEAL ciphertext of {PolynomialCount}, level {Level}, scale {Scale}";

    internal RnsPolynomial Part(int index)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _body.Parts[index];
    }

    private static SealCiphertext ReadMembers(ref SealReader reader, SealContext context) =>
        new(context, SealPolynomials.ReadMembers(ref reader, context, isKey: false));

    private static ContentLimit Limit(SealContext context) =>
        new(SealShape.GetCiphertextBytes(context, context.MaxLevel, SealShape.MaxPolynomials, isSeeded: false), ContentLimit.OfRandom, ExpansionSlack: 1 << 12);
}
