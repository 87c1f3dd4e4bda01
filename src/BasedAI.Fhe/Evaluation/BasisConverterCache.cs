using System.Collections.Concurrent;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>What belongs to a level and is made when first needed: converters of digits (ModUp) and divisions by trailing limbs (ModDown, rescale).</summary>
internal sealed class BasisConverterCache
{
    private readonly CkksParameters _parameters;
    private readonly ConcurrentDictionary<(int Level, int Digit), BasisConverter> _up = new();
    private readonly ConcurrentDictionary<int, TailDivision> _modDown = new();
    private readonly ConcurrentDictionary<int, TailDivision> _rescale = new();
    private readonly ConcurrentDictionary<int, TailDivision> _modDownRescale = new();

    public BasisConverterCache(CkksParameters parameters) => _parameters = parameters;

    /// <summary>From the limbs of a digit to all limbs of q0 … q_level, p0 …, in that order; its own are there but of no use.</summary>
    public BasisConverter GetUp(int level, int digit) =>
        _up.GetOrAdd((level, digit), static (key, parameters) => CreateUp(parameters, key.Level, key.Digit), _parameters);

    /// <summary>Division by P.</summary>
    public TailDivision GetModDown(int level) =>
        _modDown.GetOrAdd(level, static (key, p) => new TailDivision(p.RingQ.AsSpan()[..(key + 1)], p.RingP.AsSpan()), _parameters);

    /// <summary>Division by q_level.</summary>
    public TailDivision GetRescale(int level) =>
        _rescale.GetOrAdd(level, static (key, p) => new TailDivision(p.RingQ.AsSpan()[..key], p.RingQ.AsSpan().Slice(key, 1)), _parameters);

    /// <summary>Division by q_level·P.</summary>
    public TailDivision GetModDownRescale(int level) => _modDownRescale.GetOrAdd(
        level, static (key, p) => new TailDivision(p.RingQ.AsSpan()[..key], [p.RingQ[key], .. p.RingP]), _parameters);

    private static BasisConverter CreateUp(CkksParameters parameters, int level, int digit)
    {
        int start = digit * parameters.Alpha, end = Math.Min(start + parameters.Alpha, level + 1);
        return new BasisConverter([.. parameters.RingQ.AsSpan()[start..end]], [.. parameters.RingQ.AsSpan()[..(level + 1)], .. parameters.RingP]);
    }
}
