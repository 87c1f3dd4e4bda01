namespace BasedAI.Fhe;

/// <summary>
/// The reading of levels and scales. It is stricter than the evaluator: two sides of a sum must have the same scale, an operand must be
/// encoded for exactly the level it meets, and no scale may reach the modulus. What passes here can only fail on ciphertexts for want of a
/// key. Stateless; thread-safe.
/// </summary>
public sealed class LevelAlgebra : ICkksAlgebra<CiphertextShape>
{
    /// <summary>
    /// Largest relative difference of two scales that count as the same number: 2^-48. Products and quotients of doubles by two routes differ in their
    /// last bits; anything more is a mistake in the circuit.
    /// </summary>
    public const double ScaleRounding = 1.0 / (1L << 48);

    private readonly double[] _moduli;
    private readonly double[] _logModulusUpTo;
    private readonly int _maxSlots;

    /// <summary>For the moduli chain of these parameters.</summary>
    public LevelAlgebra(CkksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _moduli = [.. parameters.RingQ.Select(static ring => (double)ring.Modulus.Value)];
        _logModulusUpTo = new double[_moduli.Length];
        double log = 0;
        for (int i = 0; i < _moduli.Length; i++)
        {
            log += Math.Log2(_moduli[i]);
            _logModulusUpTo[i] = log;
        }
        _maxSlots = parameters.MaxSlots;
    }

    /// <summary>A fresh ciphertext; checks that the level exists and the scale fits under its modulus.</summary>
    public CiphertextShape Input(int level, Scale scale)
    {
        if (level < 0 || level >= _moduli.Length)
        {
            throw new FheOperandException($"Input: level {level} does not exist; these parameters have levels 0 to {_moduli.Length - 1}.");
        }
        return Fitting("Input", new CiphertextShape(level, scale));
    }

    /// <inheritdoc/>
    public CiphertextShape Add(CiphertextShape left, CiphertextShape right) => Sum("Add", left, right);

    /// <inheritdoc/>
    public CiphertextShape Subtract(CiphertextShape left, CiphertextShape right) => Sum("Subtract", left, right);

    /// <inheritdoc/>
    public CiphertextShape Negate(CiphertextShape operand) => operand;

    /// <inheritdoc/>
    public CiphertextShape Add(CiphertextShape left, PlaintextOperand right)
    {
        RequireLevel("Add", left, right);
        if (!AreSame(left.Scale, right.Scale))
        {
            throw new FheOperandException(
                $"Add: the left side {left} and the operand {right} have different scales "
                + $"({left.Scale.Value:R} and {right.Scale.Value:R}). Encode the operand at the left side's scale.");
        }
        return left;
    }

    /// <inheritdoc/>
    public CiphertextShape Multiply(CiphertextShape left, PlaintextOperand right)
    {
        RequireLevel("Multiply", left, right);
        return Product(left, right.Scale, left.Degree, left.Depth);
    }

    /// <inheritdoc/>
    public CiphertextShape Multiply(CiphertextShape left, CiphertextShape right)
    {
        RequireSameLevel("Multiply", left, right);
        if (left.Degree != 1 || right.Degree != 1)
        {
            throw new FheOperandException($"Multiply: the sides are {left} and {right}; both must have degree 1. Relinearise first.");
        }
        return Product(left, right.Scale, 2, Math.Max(left.Depth, right.Depth));
    }

    /// <inheritdoc/>
    public CiphertextShape Square(CiphertextShape operand) => Multiply(operand, operand);

    /// <inheritdoc/>
    public CiphertextShape Relinearize(CiphertextShape operand) => operand.Degree == 2
        ? operand with { Degree = 1 }
        : throw new FheOperandException($"Relinearize: {operand} has degree {operand.Degree} already; leave the step out.");

    /// <inheritdoc/>
    public CiphertextShape Rescale(CiphertextShape operand)
    {
        if (operand.Level == 0)
        {
            throw new FheOperandException($"Rescale: {operand} is at the lowest level. Start one level higher or use fewer products.");
        }
        double scale = operand.Scale.Value / _moduli[operand.Level];
        if (scale < 2)
        {
            throw new FheOperandException(
                $"Rescale: {operand} divided by q_{operand.Level} (2^{Math.Log2(_moduli[operand.Level]):F3}) leaves no scale. "
                + "Multiply first.");
        }
        return operand with { Level = operand.Level - 1, Scale = new Scale(scale), Depth = operand.Depth + 1 };
    }

    /// <inheritdoc/>
    public CiphertextShape DropLevel(CiphertextShape operand, int levels)
    {
        if (levels < 1 || levels > operand.Level)
        {
            throw new FheOperandException($"DropLevel: {operand} can lose 1 to {operand.Level} levels, not {levels}.");
        }
        return Fitting("DropLevel", operand with { Level = operand.Level - levels });
    }

    /// <inheritdoc/>
    public CiphertextShape Rotate(CiphertextShape operand, int steps)
    {
        if (steps % _maxSlots == 0)
        {
            throw new FheOperandException($"Rotate: {steps} steps of {_maxSlots} slots change nothing; leave the step out.");
        }
        return RequireDegree1("Rotate", operand);
    }

    /// <inheritdoc/>
    public IReadOnlyList<CiphertextShape> RotateHoisted(CiphertextShape operand, IReadOnlyList<int> steps) =>
        [.. steps.Select(step => Rotate(operand, step))];

    /// <inheritdoc/>
    public CiphertextShape Conjugate(CiphertextShape operand) => RequireDegree1("Conjugate", operand);

    /// <inheritdoc/>
    public CiphertextShape Transform(CiphertextShape operand, LinearTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        RequireDegree1("Transform", operand);
        if (operand.Level != transform.Level)
        {
            throw new FheOperandException(
                $"Transform: the ciphertext is {operand}, the transform is for level {transform.Level}. Make it for level {operand.Level}.");
        }
        return Product(operand, transform.Scale, 1, operand.Depth);
    }

    private static bool AreSame(Scale left, Scale right) => Math.Abs(left.Value - right.Value) <= ScaleRounding * left.Value;

    private static CiphertextShape Sum(string verb, CiphertextShape left, CiphertextShape right)
    {
        RequireSameLevel(verb, left, right);
        if (!AreSame(left.Scale, right.Scale))
        {
            throw new FheOperandException(
                $"{verb}: left {left} and right {right} have different scales ({left.Scale.Value:R} and {right.Scale.Value:R}). "
                + "Choose the scale of an operand multiplied into one of them so that the two meet exactly.");
        }
        return left with { Degree = Math.Max(left.Degree, right.Degree), Depth = Math.Max(left.Depth, right.Depth) };
    }

    private static void RequireSameLevel(string verb, CiphertextShape left, CiphertextShape right)
    {
        if (left.Level != right.Level)
        {
            string higher = left.Level > right.Level ? "left" : "right";
            throw new FheOperandException(
                $"{verb}: left is at level {left.Level} (scale 2^{left.Scale.Log2:F6}), right at level {right.Level} "
                + $"(scale 2^{right.Scale.Log2:F6}). Drop {Math.Abs(left.Level - right.Level)} level(s) of the {higher} side first.");
        }
    }

    private static void RequireLevel(string verb, CiphertextShape left, PlaintextOperand right)
    {
        ArgumentNullException.ThrowIfNull(right);
        if (left.Level != right.Level)
        {
            throw new FheOperandException(
                $"{verb}: the ciphertext is {left}, the operand {right}. Encode the operand for level {left.Level}.");
        }
    }

    private static CiphertextShape RequireDegree1(string verb, CiphertextShape operand) => operand.Degree == 1
        ? operand
        : throw new FheOperandException($"{verb}: {operand} has degree {operand.Degree}. Relinearise first.");

    private CiphertextShape Product(CiphertextShape left, Scale right, int degree, int depth)
    {
        if (left.Scale.Log2 + right.Log2 > _logModulusUpTo[left.Level] + 1)    // also keeps the product finite
        {
            throw new FheOperandException(
                $"Multiply: {left} times a scale of 2^{right.Log2:F6} does not fit the modulus at that level "
                + $"(2^{_logModulusUpTo[left.Level]:F3}). Rescale first or use smaller operand scales.");
        }
        return Fitting("Multiply", new CiphertextShape(left.Level, left.Scale * right, degree, depth));
    }

    private CiphertextShape Fitting(string verb, CiphertextShape shape) =>
        shape.Scale.Value >= 1 && shape.Scale.Log2 < _logModulusUpTo[shape.Level]
            ? shape
            : throw new FheOperandException(
                $"{verb}: the scale of {shape} does not fit the modulus at that level (2^{_logModulusUpTo[shape.Level]:F3}). "
                + "Rescale first or use smaller operand scales.");
}
