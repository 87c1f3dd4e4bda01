namespace BasedAI.Fhe;

/// <summary>
/// Several ciphertexts in one blob, in order: a frame whose body is their count (4 bytes, at least 1), then each in its own frame. The blob ends with
/// the last of them.
/// </summary>
public static class CiphertextBundle
{
    /// <summary>Most ciphertexts in one blob.</summary>
    public const int MaxCount = 1 << 16;

    /// <summary>Writes a bundle.</summary>
    /// <exception cref="FheOperandException">Ciphertexts of different parameters, none, or more than <see cref="MaxCount"/>.</exception>
    public static void Write(IReadOnlyList<Ciphertext> ciphertexts, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(ciphertexts);
        if (ciphertexts.Count is 0 or > MaxCount)
            throw new FheOperandException($"CiphertextBundle: {ciphertexts.Count} ciphertexts; a bundle has 1 to {MaxCount}. Use several bundles.");
        var parameters = ciphertexts[0].Parameters;
        foreach (var ciphertext in ciphertexts) Operands.CheckParameters(parameters, nameof(CiphertextBundle), ciphertext.ParametersId);
        using (var writer = new FrameWriter(destination, ObjectKind.CiphertextBundle, parameters.Id, sizeof(uint)))
        {
            writer.Write((uint)ciphertexts.Count);
            writer.Complete();
        }

        foreach (var ciphertext in ciphertexts) CiphertextSerializer.Write(ciphertext, destination);
    }

    /// <summary>Reads a bundle of at most <paramref name="maxCount"/> ciphertexts; refuses bytes after it.</summary>
    /// <exception cref="CiphertextFormatException">The bytes are not exactly such a bundle.</exception>
    public static IReadOnlyList<Ciphertext> Read(CkksParameters parameters, Stream source, int maxCount)
    {
        uint count = ReadCount(parameters, source, maxCount);
        var ciphertexts = new List<Ciphertext>();
        try
        {
            for (uint i = 0; i < count; i++) ciphertexts.Add(CiphertextSerializer.Read(parameters, source));
            FrameReader.ExpectEnd(source);
            return ciphertexts;
        }
        catch
        {
            Operands.DisposeAll(ciphertexts);
            throw;
        }
    }

    private static uint ReadCount(CkksParameters parameters, Stream source, int maxCount)
    {
        using var reader = new FrameReader(parameters, source, ObjectKind.CiphertextBundle);
        reader.ExpectRemaining(sizeof(uint));
        uint count = reader.ReadUInt32();
        reader.Complete();
        return count >= 1 && count <= Math.Min(maxCount, MaxCount)
            ? count
            : throw FrameReader.Fail(CiphertextFormatError.TooManyItems, $"{count} ciphertexts; 1 to {Math.Min(maxCount, MaxCount)} are accepted here.");
    }
}
