using System.Numerics;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>Sizes of what travels, without the few hundred bytes of headers: residues packed to their bits, one half from a seed.</summary>
internal static class ByteCounts
{
    /// <summary>A ciphertext; a fresh one sends half of it and a seed.</summary>
    public static long Ciphertext(CkksParameters parameters, int level, bool isSeeded) =>
        (isSeeded ? 1 : 2) * Enumerable.Range(0, level + 1).Sum(i => LimbBytes(parameters, parameters.RingQ[i].Modulus.Value));

    /// <summary>A switching key usable up to a level.</summary>
    public static long Key(CkksParameters parameters, int level)
    {
        int alpha = parameters.RingP.Length, digits = (level + alpha) / alpha;
        return digits * (Ciphertext(parameters, level, isSeeded: true) + parameters.RingP.Sum(ring => LimbBytes(parameters, ring.Modulus.Value)));
    }

    /// <summary>All keys of a request.</summary>
    public static long Keys(CkksParameters parameters, EvaluationKeyRequest request) =>
        request.Galois.Sum(key => Key(parameters, key.Level)) + (request.RelinearizationLevel is { } level ? Key(parameters, level) : 0);

    private static long LimbBytes(CkksParameters parameters, ulong prime) => (long)parameters.N / 8 * (64 - BitOperations.LeadingZeroCount(prime));
}
