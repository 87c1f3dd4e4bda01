// In NTT form X → X^g permutes places. Place k holds the value at ψ^e, e = 2·rev(k)+1; the image's value there is the source's at ψ^(g·e mod 2N).
// The high bits of a place are the low bits of its exponent, and low bits of g·e depend on low bits of e alone: eight neighbours come from one aligned
// block of eight, in an order of their own. So a permutation is a block number per eight places and three bits per place.
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace BasedAI.Fhe.Ring.Ntt;

/// <summary>destination[j] = source[8·Blocks[j/8] + Within[j]].</summary>
internal sealed class NttPermutation
{
    // 12 bytes per eight places: 96 KiB at N = 2^16, so at most 48 MiB there.
    private const int MaxKept = 512;

    private static readonly ConcurrentDictionary<(int LogN, uint Element), NttPermutation> Kept = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private NttPermutation(int logN, uint g)
    {
        var n = 1 << logN;
        var mask = (2u << logN) - 1;
        Blocks = new int[n / 8];
        Within = new byte[n];
        for (var k = 0; k < n; k++)
        {
            var exponent = (2 * NttTables.ReverseBits((uint)k, logN)) + 1;
            var place = NttTables.ReverseBits(((exponent * g) & mask) >> 1, logN);
            Blocks[k / 8] = (int)(place / 8);
            Within[k] = (byte)(place % 8);
        }
    }

    public int[] Blocks { get; }

    public byte[] Within { get; }

    public static NttPermutation Get(int logN, GaloisElement element)
    {
        if (Kept.TryGetValue((logN, element.Value), out var kept))
            return kept;
        if (Kept.Count >= MaxKept)
            Kept.Clear();
        return Kept.GetOrAdd((logN, element.Value), new NttPermutation(logN, element.Value));
    }
}
