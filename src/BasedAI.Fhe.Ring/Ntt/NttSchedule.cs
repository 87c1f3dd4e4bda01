// A transform of 2^logN points is logN layers. The last three are the "tail" (eight neighbours at a time, transposed in registers); the others
// go two or three to a pass, so that data is loaded and stored once per pass. Passes wider than a block of 2^12 points (32 KiB: fits a first-level
// cache) walk the whole limb; then every block runs through all the remaining passes while it is in the cache.
namespace BasedAI.Fhe.Ring.Ntt;

/// <summary>Which passes a transform of one size makes, and where it must reduce.</summary>
internal sealed class NttSchedule
{
    /// <summary>Layers of the tail.</summary>
    public const int TailLayers = 3;

    private const int LogBlock = 12;

    /// <summary>The largest magnitude, in units of 2^50, a value may have: integers stay exact up to 2^53.</summary>
    internal const double Ceiling = 8;

    public NttSchedule(int logN)
    {
        var layers = logN - TailLayers;
        var radix4 = (layers % 3) switch { 0 => 0, 1 => 2, _ => 1 };
        Passes = new NttPass[radix4 + ((layers - (2 * radix4)) / 3)];
        var bound = 1.0;
        var size = logN;
        for (var k = 0; k < Passes.Length; k++)
        {
            if (size > LogBlock)
                WholePasses = k + 1;
            var count = k < radix4 ? 2 : 3;
            var reduce = ForwardBound(bound, count, reduce: false) > Ceiling;
            Passes[k] = new NttPass(count, reduce);
            bound = ForwardBound(bound, count, reduce);
            size -= count;
        }
        TailEntryBound = bound;
    }

    /// <summary>In forward order; the inverse runs them backwards.</summary>
    public NttPass[] Passes { get; }

    /// <summary>How many of them walk the whole limb.</summary>
    public int WholePasses { get; }

    /// <summary>Largest magnitude the forward tail meets, in units of 2^50.</summary>
    internal double TailEntryBound { get; }

    /// <summary>Magnitude after <paramref name="layers"/> forward layers from ±bound: u ± v·w with |v·w| ≤ 1/2 + 3/16·|v| (notes/lazy-ranges.md).</summary>
    internal static double ForwardBound(double bound, int layers, bool reduce)
    {
        var u = reduce ? 0.5 : bound;
        for (var k = 0; k < layers; k++)
        {
            bound = u + 0.5 + (3.0 / 16 * bound);
            u = bound;
        }
        return bound;
    }
}
