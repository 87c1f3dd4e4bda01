using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Galois keys as bytes. Body: level (1 byte), three zero bytes, Galois element (4), the 32-byte seed, then for each digit the limbs of b over Q·P.
/// </summary>
public static class GaloisKeySerializer
{
    private const int FixedSize = 8;

    /// <summary>Writes a key.</summary>
    public static void Write(GaloisKey key, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.Key.Parameters;
        long length = FixedSize + SwitchingKeyCodec.GetLength(parameters, key.Level);
        using var writer = new FrameWriter(destination, ObjectKind.GaloisKey, parameters.Id, length);
        writer.Write([(byte)key.Level, 0, 0, 0]);
        writer.Write(key.Element.Value);
        SwitchingKeyCodec.Write(writer, parameters, key.Key);
        writer.Complete();
    }

    /// <summary>Reads one key and leaves the stream behind it.</summary>
    /// <exception cref="CiphertextFormatException">The bytes are not a Galois key of these parameters.</exception>
    public static GaloisKey Read(CkksParameters parameters, Stream source)
    {
        using var reader = new FrameReader(parameters, source, ObjectKind.GaloisKey);
        int level = reader.ReadLevel();
        if (reader.ReadBytes(3).ContainsAnyExcept((byte)0)) throw FrameReader.Fail(CiphertextFormatError.UnsupportedForm, "Reserved bytes are not 0.");
        uint element = reader.ReadUInt32();
        if (element % 2 == 0 || element >= 2u * (uint)parameters.N)
            throw FrameReader.Fail(CiphertextFormatError.GaloisElementOutOfRange, $"Galois element {element}; it is odd and below {2 * parameters.N}.");
        return new GaloisKey(new GaloisElement(element), SwitchingKeyCodec.Read(reader, parameters, level));
    }
}
