namespace BasedAI.Fhe;

/// <summary>Public keys as bytes. Body: the 32-byte seed of a, then the limbs q0 … of b.</summary>
public static class PublicKeySerializer
{
    /// <summary>Writes a key.</summary>
    public static void Write(PublicKey key, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.Parameters;
        long length = EntropySource.SeedSizeInBytes + WireFormat.LimbsSize(parameters, parameters.MaxLevel);
        using var writer = new FrameWriter(destination, ObjectKind.PublicKey, parameters.Id, length);
        writer.Write(key.Seed);
        writer.Write(parameters, key.B, parameters.MaxLevel);
        writer.Complete();
    }

    /// <summary>Reads one key and leaves the stream behind it.</summary>
    /// <exception cref="CiphertextFormatException">The bytes are not a public key of these parameters.</exception>
    public static PublicKey Read(CkksParameters parameters, Stream source)
    {
        using var reader = new FrameReader(parameters, source, ObjectKind.PublicKey);
        reader.ExpectRemaining(EntropySource.SeedSizeInBytes + WireFormat.LimbsSize(parameters, parameters.MaxLevel));
        byte[] seed = reader.ReadBytes(EntropySource.SeedSizeInBytes).ToArray();
        var b = reader.ReadPolynomial(parameters.MaxLevel);
        try
        {
            reader.Complete();
            return new PublicKey(parameters, seed, b);
        }
        catch
        {
            b.Dispose();
            throw;
        }
    }
}
