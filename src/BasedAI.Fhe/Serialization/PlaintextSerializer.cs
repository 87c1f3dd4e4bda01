namespace BasedAI.Fhe;

/// <summary>
/// Plaintexts as bytes. Body: level (1 byte), representation (1), two zero bytes, scale (8), then limbs q0 … q_level.
/// </summary>
public static class PlaintextSerializer
{
    private const int FixedSize = 12;

    /// <summary>Writes a plaintext. A decrypted plaintext is secret, and more than its values: see <see cref="DecryptionPurpose"/>.</summary>
    public static void Write(Plaintext plaintext, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        var parameters = plaintext.Parameters;
        long length = FixedSize + WireFormat.LimbsSize(parameters, plaintext.Level);
        using var writer = new FrameWriter(destination, ObjectKind.Plaintext, parameters.Id, length);
        writer.Write([(byte)plaintext.Level, WireFormat.NttRepresentation, 0, 0]);
        writer.Write(plaintext.Scale.Value);
        writer.Write(parameters, plaintext.Polynomial, plaintext.Level);
        writer.Complete();
    }

    /// <summary>Reads one plaintext and leaves the stream behind it.</summary>
    /// <exception cref="CiphertextFormatException">The bytes are not a plaintext of these parameters.</exception>
    public static Plaintext Read(CkksParameters parameters, Stream source)
    {
        using var reader = new FrameReader(parameters, source, ObjectKind.Plaintext);
        int level = reader.ReadLevel();
        reader.ReadRepresentation();
        if (reader.ReadByte() != 0 || reader.ReadByte() != 0) throw FrameReader.Fail(CiphertextFormatError.UnsupportedForm, "Reserved bytes are not 0.");
        var scale = reader.ReadScale(level);
        reader.ExpectRemaining(WireFormat.LimbsSize(parameters, level));
        var polynomial = reader.ReadPolynomial(level);
        try
        {
            reader.Complete();
            return new Plaintext(parameters, level, scale, polynomial);
        }
        catch
        {
            polynomial.Dispose();
            throw;
        }
    }
}
