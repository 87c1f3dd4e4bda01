using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>The part relinearisation and Galois keys share on the wire: the 32-byte seed, then for each digit the limbs of b over Q·P.</summary>
internal static class SwitchingKeyCodec
{
    public static long GetLength(CkksParameters parameters, int level) =>
        EntropySource.SeedSizeInBytes + (parameters.GetDigitCount(level) * WireFormat.ExtendedLimbsSize(parameters, level));

    public static void Write(FrameWriter writer, CkksParameters parameters, SwitchingKey key)
    {
        writer.Write(key.Seed);
        foreach (var b in key.B)
        {
            for (int i = 0; i < b.LimbCount; i++) writer.Write(parameters.GetRing(key.Level, i), b.Limb(i));
        }
    }

    /// <summary>Reads the key and the end of its frame.</summary>
    public static SwitchingKey Read(FrameReader reader, CkksParameters parameters, int level)
    {
        reader.ExpectRemaining(GetLength(parameters, level));
        byte[] seed = reader.ReadBytes(EntropySource.SeedSizeInBytes).ToArray();
        var b = new RnsPolynomial?[parameters.GetDigitCount(level)];
        try
        {
            for (int d = 0; d < b.Length; d++) b[d] = reader.ReadPolynomial(level, parameters.Alpha);
            reader.Complete();
            return new SwitchingKey(parameters, level, seed, b!, SwitchingKey.Expand(parameters, level, seed));
        }
        catch
        {
            Operands.DisposeAll(b);
            throw;
        }
    }
}
