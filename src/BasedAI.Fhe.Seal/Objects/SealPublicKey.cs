using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>SEAL's PublicKey: an encryption of zero at the key level. Immutable.</summary>
public sealed class SealPublicKey : IDisposable
{
    private readonly SealPolynomials _body;
    private bool _isDisposed;

    internal SealPublicKey(SealContext context, SealPolynomials body)
    {
        Context = context;
        _body = body;
    }

    /// <summary>Parameters it belongs to.</summary>
    public SealContext Context { get; }

    /// <summary>Whether the second polynomial is the expansion of a seed, so that the key is written at half the size.</summary>
    public bool IsSeeded => _body.Seed is not null;

    internal RnsPolynomial Part(int index)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _body.Parts[index];
    }

    /// <summary>Reads a public key that fills the span.</summary>
    /// <exception cref="SealFormatException">The bytes are no public key of these parameters; nothing else is thrown for their content.</exception>
    public static SealPublicKey Read(SealContext context, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(bytes, Limit(context), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Reads a public key from a stream and stops behind it.</summary>
    /// <exception cref="SealFormatException">The bytes are no public key of these parameters.</exception>
    public static SealPublicKey Read(SealContext context, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(stream, Limit(context), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Writes the key, a seeded one with its seed.</summary>
    public void Write(Stream stream, SealCompression compression = SealCompression.None)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        long bytes = SealShape.GetCiphertextBytes(Context, Context.KeyLevel, _body.Parts.Length, IsSeeded);
        SealFrame.Write(stream, compression, bytes, writer => _body.WriteMembers(writer, Context));
    }

    /// <summary>The bytes <see cref="Write"/> writes.</summary>
    public byte[] ToBytes(SealCompression compression = SealCompression.None) => SealFrame.ToBytes(stream => Write(stream, compression));

    /// <summary>Returns the limbs to their pool.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        SealShape.DisposeAll(_body.Parts);
    }

    private static SealPublicKey ReadMembers(ref SealReader reader, SealContext context) =>
        new(context, SealPolynomials.ReadMembers(ref reader, context, isKey: true));

    private static ContentLimit Limit(SealContext context) =>
        new(SealShape.GetCiphertextBytes(context, context.KeyLevel, SealShape.MinPolynomials, isSeeded: false), ContentLimit.OfRandom, ExpansionSlack: 1 << 12);
}
