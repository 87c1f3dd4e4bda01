using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Ciphertexts as bytes; equal ciphertexts have equal bytes. Body: level (1 byte), representation (1), degree (1), form (1: 0 all parts,
/// 1 seeded), scale (8), for the seeded form the 32-byte seed of c1, then the limbs of each part written.
/// </summary>
public static class CiphertextSerializer
{
    private const int FixedSize = 12;
    private const byte FullForm = 0;
    private const byte SeededForm = 1;

    /// <summary>Bytes <see cref="Write"/> will write.</summary>
    public static long GetLength(Ciphertext ciphertext)
    {
        ArgumentNullException.ThrowIfNull(ciphertext);
        var parameters = ciphertext.Parameters;
        return WireFormat.HeaderSize + GetBodyLength(parameters, ciphertext.Level, ciphertext.Degree, ciphertext.IsSeeded) + WireFormat.ChecksumSize;
    }

    /// <summary>Writes a ciphertext; a fresh symmetric one with its seed, at half the size.</summary>
    public static void Write(Ciphertext ciphertext, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(ciphertext);
        var parameters = ciphertext.Parameters;
        long length = GetBodyLength(parameters, ciphertext.Level, ciphertext.Degree, ciphertext.IsSeeded);
        using var writer = new FrameWriter(destination, ObjectKind.Ciphertext, parameters.Id, length);
        writer.Write([(byte)ciphertext.Level, WireFormat.NttRepresentation, (byte)ciphertext.Degree, ciphertext.IsSeeded ? SeededForm : FullForm]);
        writer.Write(ciphertext.Scale.Value);
        if (ciphertext.IsSeeded) writer.Write(ciphertext.Seed);
        int parts = ciphertext.IsSeeded ? 1 : ciphertext.Degree + 1;
        for (int k = 0; k < parts; k++) writer.Write(parameters, ciphertext.Part(k), ciphertext.Level);
        writer.Complete();
    }

    /// <summary>Reads one ciphertext and leaves the stream behind it.</summary>
    /// <exception cref="CiphertextFormatException">The bytes are not a ciphertext of these parameters.</exception>
    public static Ciphertext Read(CkksParameters parameters, Stream source)
    {
        using var reader = new FrameReader(parameters, source, ObjectKind.Ciphertext);
        int level = reader.ReadLevel();
        reader.ReadRepresentation();
        int degree = reader.ReadByte();
        if (degree is not (1 or 2)) throw FrameReader.Fail(CiphertextFormatError.DegreeOutOfRange, $"Degree {degree}; it is 1 or 2.");
        byte form = reader.ReadByte();
        if (form > SeededForm || (form == SeededForm && degree != 1))
            throw FrameReader.Fail(CiphertextFormatError.UnsupportedForm, $"Form {form} with degree {degree} is not known.");
        var scale = reader.ReadScale(level);
        bool isSeeded = form == SeededForm;
        reader.ExpectRemaining(GetBodyLength(parameters, level, degree, isSeeded) - FixedSize);
        byte[]? seed = isSeeded ? reader.ReadBytes(Ciphertext.SeedSizeInBytes).ToArray() : null;

        var parts = new RnsPolynomial?[degree + 1];
        try
        {
            for (int k = 0; k < (isSeeded ? 1 : parts.Length); k++) parts[k] = reader.ReadPolynomial(level);
            reader.Complete();
            if (isSeeded)
            {
                parts[1] = Operands.Rent(parameters, level);
                UniformExpansion.Expand(parameters, seed, UniformExpansion.Purpose.Ciphertext, level, parts[1]!);
            }

            return new Ciphertext(parameters, level, scale, parts!, seed);
        }
        catch
        {
            Operands.DisposeAll(parts);
            throw;
        }
    }

    /// <summary>The bytes of one ciphertext.</summary>
    public static byte[] ToBytes(Ciphertext ciphertext)
    {
        byte[] bytes = new byte[GetLength(ciphertext)];
        using var stream = new MemoryStream(bytes);
        Write(ciphertext, stream);
        return bytes;
    }

    /// <summary>Reads a ciphertext that fills the bytes exactly.</summary>
    /// <exception cref="CiphertextFormatException">The bytes are not exactly one ciphertext of these parameters.</exception>
    public static Ciphertext FromBytes(CkksParameters parameters, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var stream = new MemoryStream(bytes, writable: false);
        var ciphertext = Read(parameters, stream);
        if (stream.Position == bytes.Length) return ciphertext;
        ciphertext.Dispose();
        throw FrameReader.Fail(CiphertextFormatError.TrailingBytes, "There are bytes after the end of the ciphertext.");
    }

    private static long GetBodyLength(CkksParameters parameters, int level, int degree, bool isSeeded)
    {
        long part = WireFormat.LimbsSize(parameters, level);
        return FixedSize + (isSeeded ? Ciphertext.SeedSizeInBytes + part : (degree + 1) * part);
    }
}
