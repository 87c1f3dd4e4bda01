namespace BasedAI.Fhe;

/// <summary>Relinearisation keys as bytes. Body: level (1 byte), three zero bytes, the 32-byte seed, then for each digit the limbs of b over Q·P.</summary>
public static class RelinearizationKeySerializer
{
    private const int FixedSize = 4;

    /// <summary>Writes a key.</summary>
    public static void Write(RelinearizationKey key, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.Key.Parameters;
        long length = FixedSize + SwitchingKeyCodec.GetLength(parameters, key.Level);
        using var writer = new FrameWriter(destination, ObjectKind.RelinearizationKey, parameters.Id, length);
        writer.Write([(byte)key.Level, 0, 0, 0]);
        SwitchingKeyCodec.Write(writer, parameters, key.Key);
        writer.Complete();
    }

    /// <summary>Reads one key and leaves the stream behind it.</summary>
    /// <exception cref="CiphertextFormatException">The bytes are not a relinearisation key of these parameters.</exception>
    public static RelinearizationKey Read(CkksParameters parameters, Stream source)
    {
        using var reader = new FrameReader(parameters, source, ObjectKind.RelinearizationKey);
        int level = reader.ReadLevel();
        if (reader.ReadBytes(3).ContainsAnyExcept((byte)0)) throw FrameReader.Fail(CiphertextFormatError.UnsupportedForm, "Reserved bytes are not 0.");
        return new RelinearizationKey(SwitchingKeyCodec.Read(reader, parameters, level));
    }
}
