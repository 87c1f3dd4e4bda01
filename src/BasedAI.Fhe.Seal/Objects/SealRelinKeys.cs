namespace BasedAI.Fhe.Seal;

/// <summary>SEAL's RelinKeys: keys that take s², s³, … back to s. Immutable; the usual set has the one for s².</summary>
public sealed class SealRelinKeys : IDisposable
{
    /// <summary>Most keys: for s² … s^15, as a ciphertext has at most 16 polynomials.</summary>
    public const int MaxCount = SealShape.MaxPolynomials - 2;

    private readonly SealKeyTable _table;

    internal SealRelinKeys(SealContext context, SealKeyTable table)
    {
        Context = context;
        _table = table;
    }

    /// <summary>Parameters they belong to.</summary>
    public SealContext Context { get; }

    /// <summary>Whether there is a key for s^<paramref name="power"/>.</summary>
    public bool Contains(int power) => Find(power) is not null;

    /// <summary>Reads keys that fill the span.</summary>
    /// <exception cref="SealFormatException">The bytes are no such keys of these parameters; nothing else is thrown for their content.</exception>
    public static SealRelinKeys Read(SealContext context, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(bytes, SealKeyTable.GetLimit(context, MaxCount), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Reads keys from a stream and stops behind them.</summary>
    /// <exception cref="SealFormatException">The bytes are no such keys of these parameters.</exception>
    public static SealRelinKeys Read(SealContext context, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(stream, SealKeyTable.GetLimit(context, MaxCount), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Writes the keys, seeded ones with their seeds.</summary>
    public void Write(Stream stream, SealCompression compression = SealCompression.None) => _table.Write(Context, stream, compression);

    /// <summary>The bytes <see cref="Write"/> writes.</summary>
    public byte[] ToBytes(SealCompression compression = SealCompression.None) => SealFrame.ToBytes(stream => Write(stream, compression));

    /// <summary>Returns the limbs to their pool.</summary>
    public void Dispose() => _table.Dispose();

    internal SealSwitchingKey? Find(int power) => _table.Find(power - 2);

    private static SealRelinKeys ReadMembers(ref SealReader reader, SealContext context) =>
        new(context, SealKeyTable.ReadMembers(ref reader, context, MaxCount));
}
