using System.Collections.Immutable;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>SEAL's GaloisKeys: a key for each automorphism a rotation or conjugation needs. Immutable.</summary>
/// <remarks>On the wire the key of element g stands at place (g - 1)/2 of N; places behind the last key may be left out.</remarks>
public sealed class SealGaloisKeys : IDisposable
{
    private readonly SealKeyTable _table;

    internal SealGaloisKeys(SealContext context, SealKeyTable table)
    {
        Context = context;
        _table = table;
    }

    /// <summary>Parameters they belong to.</summary>
    public SealContext Context { get; }

    /// <summary>Elements that have a key, ascending.</summary>
    public ImmutableArray<GaloisElement> Elements => [.. _table.Places.Select(place => new GaloisElement((2 * (uint)place) + 1))];

    /// <summary>Whether there is a key for an element.</summary>
    public bool Contains(GaloisElement element) => Find(element) is not null;

    /// <summary>Reads keys that fill the span.</summary>
    /// <exception cref="SealFormatException">The bytes are no such keys of these parameters; nothing else is thrown for their content.</exception>
    public static SealGaloisKeys Read(SealContext context, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(bytes, SealKeyTable.GetLimit(context, context.N), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Reads keys from a stream and stops behind them.</summary>
    /// <exception cref="SealFormatException">The bytes are no such keys of these parameters.</exception>
    public static SealGaloisKeys Read(SealContext context, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SealFrame.Read(stream, SealKeyTable.GetLimit(context, context.N), (ref SealReader reader) => ReadMembers(ref reader, context));
    }

    /// <summary>Writes the keys, seeded ones with their seeds.</summary>
    public void Write(Stream stream, SealCompression compression = SealCompression.None) => _table.Write(Context, stream, compression);

    /// <summary>The bytes <see cref="Write"/> writes.</summary>
    public byte[] ToBytes(SealCompression compression = SealCompression.None) => SealFrame.ToBytes(stream => Write(stream, compression));

    /// <summary>Returns the limbs to their pool.</summary>
    public void Dispose() => _table.Dispose();

    internal static int GetPlace(GaloisElement element) => (int)(element.Value - 1) / 2;

    internal SealSwitchingKey? Find(GaloisElement element) => (element.Value & 1) == 0 ? null : _table.Find(GetPlace(element));

    private static SealGaloisKeys ReadMembers(ref SealReader reader, SealContext context) =>
        new(context, SealKeyTable.ReadMembers(ref reader, context, context.N));
}
