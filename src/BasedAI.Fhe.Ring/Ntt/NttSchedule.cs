// A transform of 2^logN points is logN layers. The last three are the "tail" (eight neighbours at a time, transposed in registers); the others
// go two or three to a pass, so that data is loaded and stored once per pass. Passes wider than a block of 2^12 points (32 KiB: fits a first-level
// cache) walk the whole limb; then every block runs through all the remaining passes while it is in the cache.
//
// Whether a step reduces is decided here, once, from the size of q: a 50-bit prime needs a reduction every second pass, a 39-bit prime none at all. Results are
// the same; only the way differs. The rules are proved in notes/lazy-ranges.md; all bounds are in units of 2^50.
namespace BasedAI.Fhe.Ring.Ntt;

/// <summary>Which passes a transform of one size makes, and where it must reduce.</summary>
internal sealed class NttSchedule
{
    /// <summary>Layers of the tail.</summary>
    public const int TailLayers = 3;

    /// <summary>Integers stay exact up to 2^53.</summary>
    internal const double Ceiling = 8;

    /// <summary>What the narrow reduction can take.</summary>
    internal const double Narrow = 1.98;

    /// <summary>What a pass of the inverse may be given.</summary>
    internal const double InverseCeiling = 2;

    private const int LogBlock = 12;

    private readonly double _q;

    public NttSchedule(int logN, Modulus modulus)
    {
        _q = modulus.Value / (double)(1L << Modulus.MaxBits);
        var layers = logN - TailLayers;
        var radix4 = (layers % 3) switch { 0 => 0, 1 => 2, _ => 1 };
        Passes = new NttPass[radix4 + ((layers - (2 * radix4)) / 3)];
        var size = logN;
        for (var k = 0; k < Passes.Length; k++)
        {
            if (size > LogBlock)
                WholePasses = k + 1;
            Passes[k] = new NttPass(k < radix4 ? 2 : 3, false, false);
            size -= Passes[k].Layers;
        }
        PlanForward();
        PlanInverse();
    }

    /// <summary>In forward order; the inverse runs them backwards.</summary>
    public NttPass[] Passes { get; }

    /// <summary>How many of them walk the whole limb.</summary>
    public int WholePasses { get; }

    /// <summary>Whether the forward tail reduces the upper half on entry.</summary>
    public bool ForwardTailReducesFirst { get; private set; }

    /// <summary>Whether the forward tail reduces before its last layer; implies the former.</summary>
    public bool ForwardTailReducesLast { get; private set; }

    /// <summary>Whether the inverse tail reduces.</summary>
    public bool InverseTailReduces { get; private set; }

    /// <summary>Largest magnitude the forward tail meets.</summary>
    internal double TailEntryBound { get; private set; }

    /// <summary>Magnitude of a lazy product of a value within ±bound and a factor within ±q/2.</summary>
    internal double Product(double bound) => _q * (0.5 + (3.0 / 16 * bound));

    /// <summary>Magnitude after some forward layers u ± v·w, the first u being reduced or not.</summary>
    internal double Forward(double bound, int layers, bool reduce)
    {
        var u = reduce ? _q / 2 : bound;
        for (var k = 0; k < layers; k++)
        {
            bound = u + Product(bound);
            u = bound;
        }
        return bound;
    }

    private void PlanForward()
    {
        var bound = _q;
        for (var k = 0; k < Passes.Length; k++)
        {
            var reduce = Forward(bound, Passes[k].Layers, reduce: false) > Ceiling;
            Passes[k] = Passes[k] with { ForwardReduces = reduce };
            bound = Forward(bound, Passes[k].Layers, reduce);
        }
        TailEntryBound = bound;
        ForwardTailReducesFirst = Forward(bound, TailLayers, reduce: false) > Narrow;
        ForwardTailReducesLast = Forward(bound, TailLayers, reduce: true) > Narrow;
    }

    // Sums grow by the radix; a pass that reduces leaves 2·q. The last pass ends in products, so its sums may go to the ceiling.
    private void PlanInverse()
    {
        var bound = Step(_q, TailLayers, InverseCeiling, out var reduce);
        InverseTailReduces = reduce;
        for (var k = Passes.Length - 1; k >= 0; k--)
        {
            var last = k == 0 && Product(Ceiling) <= Narrow;
            bound = Step(bound, Passes[k].Layers, last ? Ceiling : InverseCeiling, out reduce);
            Passes[k] = Passes[k] with { InverseReduces = reduce };
        }
    }

    private double Step(double bound, int layers, double ceiling, out bool reduce)
    {
        var grown = bound * (1 << layers);
        reduce = grown > ceiling;
        return reduce ? 2 * _q : grown;
    }
}
