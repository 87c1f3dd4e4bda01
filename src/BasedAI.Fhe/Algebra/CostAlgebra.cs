using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// The reading of prices: counts every verb while it does the bookkeeping of <see cref="LevelAlgebra"/>, and notes which keys are
/// used at which level. One instance counts one circuit; not thread-safe.
/// </summary>
public sealed class CostAlgebra : ICkksAlgebra<CiphertextShape>
{
    private readonly LevelAlgebra _levels;
    private readonly int _logN;
    private readonly int _specialPrimes;
    private readonly HashSet<(GaloisElement Element, int Level)> _galoisPairs = [];
    private int _rotations;
    private int _hoisted;
    private int _conjugations;
    private int _relinearizations;
    private int _relinearizationLevel = -1;
    private int _ciphertextProducts;
    private int _plaintextProducts;
    private int _rescales;
    private int _depth;
    private long _ntts;

    /// <summary>For circuits over these parameters.</summary>
    public CostAlgebra(CkksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _levels = new LevelAlgebra(parameters);
        _logN = parameters.LogN;
        _specialPrimes = parameters.RingP.Length;
    }

    /// <summary>The counts so far.</summary>
    public CircuitCost Cost => new()
    {
        Rotations = _rotations,
        HoistedRotations = _hoisted,
        Conjugations = _conjugations,
        Relinearizations = _relinearizations,
        CiphertextProducts = _ciphertextProducts,
        PlaintextProducts = _plaintextProducts,
        Rescales = _rescales,
        Depth = _depth,
        GaloisPairs = _galoisPairs.Count,
        KeySwitchNtts = _ntts,
    };

    /// <summary>
    /// The smallest set of keys that serves the circuit so far: each Galois element once, at the highest level it is used at,
    /// in ascending order of the element.
    /// </summary>
    public EvaluationKeyRequest RequiredKeys => new(
        _relinearizationLevel < 0 ? null : _relinearizationLevel,
        [.. _galoisPairs
            .GroupBy(static pair => pair.Element)
            .OrderBy(static group => group.Key.Value)
            .Select(static group => new GaloisKeyRequest(group.Key, group.Max(static pair => pair.Level)))]);

    /// <summary>A fresh ciphertext.</summary>
    public CiphertextShape Input(int level, Scale scale) => _levels.Input(level, scale);

    /// <inheritdoc/>
    public CiphertextShape Add(CiphertextShape left, CiphertextShape right) => _levels.Add(left, right);

    /// <inheritdoc/>
    public CiphertextShape Subtract(CiphertextShape left, CiphertextShape right) => _levels.Subtract(left, right);

    /// <inheritdoc/>
    public CiphertextShape Negate(CiphertextShape operand) => _levels.Negate(operand);

    /// <inheritdoc/>
    public CiphertextShape Add(CiphertextShape left, PlaintextOperand right) => _levels.Add(left, right);

    /// <inheritdoc/>
    public CiphertextShape Multiply(CiphertextShape left, PlaintextOperand right)
    {
        CiphertextShape result = _levels.Multiply(left, right);
        _plaintextProducts++;
        return result;
    }

    /// <inheritdoc/>
    public CiphertextShape Multiply(CiphertextShape left, CiphertextShape right)
    {
        CiphertextShape result = _levels.Multiply(left, right);
        _ciphertextProducts++;
        return result;
    }

    /// <inheritdoc/>
    public CiphertextShape Square(CiphertextShape operand) => Multiply(operand, operand);

    /// <inheritdoc/>
    public CiphertextShape Relinearize(CiphertextShape operand)
    {
        CiphertextShape result = _levels.Relinearize(operand);
        _relinearizations++;
        _relinearizationLevel = Math.Max(_relinearizationLevel, operand.Level);
        _ntts += DecompositionNtts(operand.Level) + ReturnNtts(operand.Level);
        return result;
    }

    /// <inheritdoc/>
    public CiphertextShape Rescale(CiphertextShape operand)
    {
        CiphertextShape result = _levels.Rescale(operand);
        _rescales++;
        _depth = Math.Max(_depth, result.Depth);
        return result;
    }

    /// <inheritdoc/>
    public CiphertextShape DropLevel(CiphertextShape operand, int levels) => _levels.DropLevel(operand, levels);

    /// <inheritdoc/>
    public CiphertextShape Rotate(CiphertextShape operand, int steps)
    {
        CiphertextShape result = _levels.Rotate(operand, steps);
        _rotations++;
        Switch(GaloisElement.FromRotation(steps, _logN), operand.Level);
        _ntts += DecompositionNtts(operand.Level);
        return result;
    }

    /// <inheritdoc/>
    public IReadOnlyList<CiphertextShape> RotateHoisted(CiphertextShape operand, IReadOnlyList<int> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        IReadOnlyList<CiphertextShape> results = _levels.RotateHoisted(operand, steps);
        _hoisted += steps.Count;
        foreach (int step in steps)
        {
            Switch(GaloisElement.FromRotation(step, _logN), operand.Level);
        }
        _ntts += steps.Count == 0 ? 0 : DecompositionNtts(operand.Level);
        return results;
    }

    /// <inheritdoc/>
    public CiphertextShape Conjugate(CiphertextShape operand)
    {
        CiphertextShape result = _levels.Conjugate(operand);
        _conjugations++;
        Switch(GaloisElement.Conjugation(_logN), operand.Level);
        _ntts += DecompositionNtts(operand.Level);
        return result;
    }

    /// <summary>
    /// Double-hoisted: one decomposition for the baby steps, half a way back and a decomposition for each giant step, one way back at the end.
    /// </summary>
    public CiphertextShape Transform(CiphertextShape operand, LinearTransform transform)
    {
        CiphertextShape result = _levels.Transform(operand, transform);
        TransformCost cost = transform.Cost;
        _hoisted += cost.BabySteps;
        _rotations += cost.GiantSteps;
        _plaintextProducts += cost.PlaintextProducts;
        foreach (GaloisKeyRequest key in transform.GaloisKeys) _galoisPairs.Add((key.Element, key.Level));
        if (cost.BabySteps > 0) _ntts += DecompositionNtts(operand.Level);
        _ntts += cost.GiantSteps * ((ReturnNtts(operand.Level) / 2) + DecompositionNtts(operand.Level));
        if (cost.BabySteps + cost.GiantSteps > 0) _ntts += ReturnNtts(operand.Level);
        return result;
    }

    private void Switch(GaloisElement element, int level)
    {
        _galoisPairs.Add((element, level));
        _ntts += ReturnNtts(level);
    }

    private int DecompositionNtts(int level)
    {
        int l = level + 1;
        int digits = (l + _specialPrimes - 1) / _specialPrimes;
        return l + digits * (l + _specialPrimes) - l;
    }

    private int ReturnNtts(int level) => 2 * _specialPrimes + 2 * (level + 1);
}
