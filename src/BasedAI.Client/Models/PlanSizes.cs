using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Client;

/// <summary>How many bytes keys, inputs and results of a plan have on the wire; follows from its parameters, levels and keys alone.</summary>
public static class PlanSizes
{
    private const int FrameBytes = 48 + 4;                                 // header and checksum
    private const int CiphertextBytes = 12;
    private const int SeedBytes = 32;
    private const int CountBytes = 4;

    /// <summary>A bundle of fresh ciphertexts, one at each level; the second part of each is a seed.</summary>
    public static long OfInput(CkksParameters parameters, IEnumerable<int> levels)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(levels);
        return FrameBytes + CountBytes + levels.Sum(level => FrameBytes + CiphertextBytes + SeedBytes + Limbs(parameters, level));
    }

    /// <summary>A bundle of one computed ciphertext at a level.</summary>
    public static long OfResult(CkksParameters parameters, int level)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return FrameBytes + CountBytes + FrameBytes + CiphertextBytes + (2 * Limbs(parameters, level));
    }

    /// <summary>A set of evaluation keys; the uniform half of each is a seed.</summary>
    public static long OfKeys(CkksParameters parameters, EvaluationKeyRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        long bytes = FrameBytes + 8;
        if (request.RelinearizationLevel is { } level) bytes += 4 + Key(parameters, level);
        foreach (var key in request.Galois) bytes += 8 + Key(parameters, key.Level);
        return bytes;
    }

    private static long Key(CkksParameters parameters, int level)
        => FrameBytes + SeedBytes + (parameters.GetDigitCount(level) * (Limbs(parameters, level) + parameters.RingP.Sum(Limb)));

    private static long Limbs(CkksParameters parameters, int level) => parameters.RingQ.Take(level + 1).Sum(Limb);

    private static long Limb(ResidueRing ring) => ring.N / 8L * ring.Modulus.BitLength;
}
