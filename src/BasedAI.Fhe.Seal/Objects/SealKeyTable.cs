namespace BasedAI.Fhe.Seal;

/// <summary>
/// The members of a KSwitchKeys, which RelinKeys and GaloisKeys are on the wire: parms_id, a count of places, and at each place the number of parts of a key
/// (0 for none) and the parts. SEAL 4.1, kswitchkeys.cpp.
/// </summary>
internal sealed class SealKeyTable : IDisposable
{
    private const int FieldBytes = 32 + 8;

    private readonly SortedDictionary<int, SealSwitchingKey> _keys;

    /// <param name="placeCount">Places on the wire, empty ones included.</param>
    /// <param name="keys">Keys by their place.</param>
    public SealKeyTable(int placeCount, SortedDictionary<int, SealSwitchingKey> keys)
    {
        PlaceCount = placeCount;
        _keys = keys;
    }

    public int PlaceCount { get; }

    public bool IsDisposed { get; private set; }

    /// <summary>Places that have a key, ascending.</summary>
    public IEnumerable<int> Places => _keys.Keys;

    public SealSwitchingKey? Find(int place)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return _keys.GetValueOrDefault(place);
    }

    public static ContentLimit GetLimit(SealContext context, int maxPlaces) => new(
        FieldBytes + (maxPlaces * (8 + SealSwitchingKey.GetBytes(context, isSeeded: false))),
        ContentLimit.OfRandom,
        FieldBytes + (8L * maxPlaces) + (1 << 12));

    public static SealKeyTable ReadMembers(ref SealReader reader, SealContext context, int maxPlaces)
    {
        SealShape.ReadKeyLevel(ref reader, context);
        if (!context.SupportsKeySwitching)
            throw new SealFormatException(SealFormatError.KeyCountOutOfRange, "Parameters of one prime have no special prime, so there are no such keys.");
        ulong places = reader.ReadUInt64();
        if (places > (ulong)maxPlaces) throw new SealFormatException(SealFormatError.KeyCountOutOfRange, $"{places} places for keys; there are at most {maxPlaces}.");
        reader.Require(8 * (long)places);

        var keys = new SortedDictionary<int, SealSwitchingKey>();
        try
        {
            for (int place = 0; place < (int)places; place++)
            {
                ulong parts = reader.ReadUInt64();
                if (parts == 0) continue;
                if (parts != (ulong)context.DataPrimeCount)
                {
                    throw new SealFormatException(
                        SealFormatError.KeyCountOutOfRange, $"A key of {parts} parts; those of these parameters have {context.DataPrimeCount}.");
                }

                keys.Add(place, SealSwitchingKey.Read(ref reader, context));
            }

            return new SealKeyTable((int)places, keys);
        }
        catch
        {
            SealShape.DisposeAll(keys.Values);
            throw;
        }
    }

    public void Write(SealContext context, Stream stream, SealCompression compression)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        long bytes = FieldBytes + (8L * PlaceCount) + _keys.Values.Sum(key => key.GetBytes(context));
        SealFrame.Write(stream, compression, bytes, writer => WriteMembers(writer, context));
    }

    public void Dispose()
    {
        IsDisposed = true;
        SealShape.DisposeAll(_keys.Values);
    }

    private void WriteMembers(SealWriter writer, SealContext context)
    {
        writer.WriteParmsId(context.KeyParmsId);
        writer.WriteUInt64((ulong)PlaceCount);
        for (int place = 0; place < PlaceCount; place++)
        {
            var key = Find(place);
            writer.WriteUInt64(key is null ? 0 : (ulong)key.B.Length);
            key?.Write(writer, context);
        }
    }
}
