namespace BasedAI.Fhe;

/// <summary>
/// Evaluation keys in one blob: a frame whose body is a byte 0 or 1 (a relinearisation key follows), three zero bytes and the count of Galois keys (4
/// bytes); then each key in its own frame, Galois keys in strictly ascending order of their element. The blob ends with the last key.
/// </summary>
public static class EvaluationKeySetSerializer
{
    private const int BodySize = 8;

    /// <summary>Writes a set.</summary>
    public static void Write(EvaluationKeySet keys, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var parameters = keys.Parameters;
        using (var writer = new FrameWriter(destination, ObjectKind.EvaluationKeySet, parameters.Id, BodySize))
        {
            writer.Write([keys.HasRelinearizationKey ? (byte)1 : (byte)0, 0, 0, 0]);
            writer.Write((uint)keys.GaloisKeys.Count);
            writer.Complete();
        }

        if (keys.HasRelinearizationKey) RelinearizationKeySerializer.Write(keys.GetRelinearizationKey(), destination);
        foreach (var key in keys.GaloisKeys) GaloisKeySerializer.Write(key, destination);
    }

    /// <summary>Reads a set; refuses bytes after it.</summary>
    /// <param name="parameters">Parameters the keys must belong to.</param>
    /// <param name="source">The bytes.</param>
    /// <param name="maxGaloisKeys">Most Galois keys accepted; a caller who knows the plan knows the number.</param>
    /// <exception cref="CiphertextFormatException">The bytes are not exactly such a set.</exception>
    public static EvaluationKeySet Read(CkksParameters parameters, Stream source, int maxGaloisKeys = int.MaxValue)
    {
        var (hasRelinearization, count) = ReadCounts(parameters, source, maxGaloisKeys);
        RelinearizationKey? relinearization = null;
        var galois = new List<GaloisKey>();
        try
        {
            if (hasRelinearization) relinearization = RelinearizationKeySerializer.Read(parameters, source);
            for (uint i = 0; i < count; i++)
            {
                galois.Add(GaloisKeySerializer.Read(parameters, source));
                if (i > 0 && galois[^1].Element.Value <= galois[^2].Element.Value)
                    throw FrameReader.Fail(CiphertextFormatError.KeysOutOfOrder, "Galois keys are not in strictly ascending order of their element.");
            }

            FrameReader.ExpectEnd(source);
            return new EvaluationKeySet(parameters, relinearization, galois);
        }
        catch
        {
            relinearization?.Dispose();
            Operands.DisposeAll(galois);
            throw;
        }
    }

    private static (bool HasRelinearization, uint Count) ReadCounts(CkksParameters parameters, Stream source, int maxGaloisKeys)
    {
        using var reader = new FrameReader(parameters, source, ObjectKind.EvaluationKeySet);
        reader.ExpectRemaining(BodySize);
        byte hasRelinearization = reader.ReadByte();
        if (hasRelinearization > 1 || reader.ReadBytes(3).ContainsAnyExcept((byte)0))
            throw FrameReader.Fail(CiphertextFormatError.UnsupportedForm, "Flag or reserved bytes are not known.");
        uint count = reader.ReadUInt32();
        reader.Complete();
        int limit = Math.Min(maxGaloisKeys, parameters.N);                // as many automorphisms as there are
        return count <= limit
            ? (hasRelinearization == 1, count)
            : throw FrameReader.Fail(CiphertextFormatError.TooManyItems, $"{count} Galois keys; at most {limit} are accepted here.");
    }
}
