using System.Collections.Concurrent;
using System.Collections.Immutable;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Fast base converters, made when first needed: from a digit to the rest of Q·P at a level, and from P down to Q.</summary>
internal sealed class BasisConverterCache
{
    private readonly CkksParameters _parameters;
    private readonly ConcurrentDictionary<(int Level, int Digit), (BasisConverter, ImmutableArray<int>)> _up = new();
    private readonly ConcurrentDictionary<int, (BasisConverter, ImmutableArray<int>)> _down = new();

    public BasisConverterCache(CkksParameters parameters) => _parameters = parameters;

    /// <summary>From the limbs of a digit to all other limbs of q0 … q_level, p0 …; and the indices of those limbs.</summary>
    public (BasisConverter Converter, ImmutableArray<int> Targets) GetUp(int level, int digit) =>
        _up.GetOrAdd((level, digit), static (key, parameters) => CreateUp(parameters, key.Level, key.Digit), _parameters);

    /// <summary>From P to q0 … q_level.</summary>
    public (BasisConverter Converter, ImmutableArray<int> Targets) GetDown(int level) =>
        _down.GetOrAdd(level, static (key, parameters) => CreateDown(parameters, key), _parameters);

    private static (BasisConverter, ImmutableArray<int>) CreateUp(CkksParameters parameters, int level, int digit)
    {
        int start = digit * parameters.Alpha, end = Math.Min(start + parameters.Alpha, level + 1);
        ImmutableArray<int> targets = [.. Enumerable.Range(0, level + 1 + parameters.Alpha).Where(limb => limb < start || limb >= end)];
        var converter = new BasisConverter(
            [.. parameters.RingQ.AsSpan()[start..end]], [.. targets.Select(limb => parameters.GetRing(level, limb))]);
        return (converter, targets);
    }

    private static (BasisConverter, ImmutableArray<int>) CreateDown(CkksParameters parameters, int level) =>
        (new BasisConverter(parameters.RingP, [.. parameters.RingQ.AsSpan()[..(level + 1)]]), [.. Enumerable.Range(0, level + 1)]);
}
