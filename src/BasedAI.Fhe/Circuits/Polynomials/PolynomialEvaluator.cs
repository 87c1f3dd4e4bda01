// Paterson–Stockmeyer, depth-optimal, with scales from the top down: Bossuat, Mouchet, Troncoso-Pastoriza, Hubaux (EUROCRYPT 2021), section 5.
//
//   p = q·T_n + r, n the largest power of two up to the degree        q one level above, at scale_p·prime/scale(T_n)        r at the level and scale of p
//
// down to polynomials of a degree below 2^m whose terms are numbers times powers that are there already. Every sum takes place before the one rescale of its
// level: products of degree 2 are summed, relinearised once, and meet numbers times powers at the same scale. So all scales are fixed from the wanted one downward.
namespace BasedAI.Fhe;

/// <summary>
/// A polynomial made ready for operands of one level and scale. Takes ⌈log2(d + 1)⌉ levels (<see cref="Polynomial.Depth"/>); the number of powers kept is the one
/// that needs the fewest products. Immutable, thread-safe.
/// </summary>
public sealed class PolynomialEvaluator
{
    private readonly CkksParameters _parameters;
    private readonly int _logBabySteps;

    /// <summary>Plans an evaluation.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="polynomial">The polynomial.</param>
    /// <param name="level">Level of the operand, at least the depth.</param>
    /// <param name="scale">Scale of the operand, about the size of the primes.</param>
    /// <param name="outputScale">Scale of the result; that of the operand if left out.</param>
    /// <exception cref="FheOperandException">Too few levels, or scales that do not fit the primes.</exception>
    public PolynomialEvaluator(CkksParameters parameters, Polynomial polynomial, int level, Scale scale, Scale? outputScale = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(polynomial);
        parameters.CheckLevel(level, nameof(level));
        if (level < polynomial.Depth)
        {
            throw new FheOperandException(
                $"PolynomialEvaluator: degree {polynomial.Degree} takes {polynomial.Depth} levels, the operand is at level {level}. Start higher or lower the degree.");
        }

        _parameters = parameters;
        Polynomial = polynomial;
        InputLevel = level;
        InputScale = scale;
        OutputScale = outputScale ?? scale;
        int last = (int)Math.Log2(polynomial.Degree);
        (_logBabySteps, var costs) = Enumerable.Range(0, last + 1).Select(log => (log, Count(log)))
            .MinBy(pair => (pair.Item2.Cost.CiphertextProducts, pair.Item2.Cost.Relinearizations, pair.Item2.Cost.PlaintextProducts));
        Cost = costs.Cost;
        RequiredKeys = costs.RequiredKeys;
    }

    /// <summary>The polynomial.</summary>
    public Polynomial Polynomial { get; }

    /// <summary>Level of the operand.</summary>
    public int InputLevel { get; }

    /// <summary>Scale of the operand.</summary>
    public Scale InputScale { get; }

    /// <summary>Level of the result: that of the operand less the depth.</summary>
    public int OutputLevel => InputLevel - Polynomial.Depth;

    /// <summary>Scale of the result.</summary>
    public Scale OutputScale { get; }

    /// <summary>Products, relinearisations and all else.</summary>
    public CircuitCost Cost { get; }

    /// <summary>Exactly the keys that are needed: a relinearisation key, or none for degree 1.</summary>
    public EvaluationKeyRequest RequiredKeys { get; }

    /// <summary>The value of the polynomial in every slot.</summary>
    /// <param name="algebra">The reading.</param>
    /// <param name="operand">At the level and scale planned for, of degree 1.</param>
    public T Evaluate<T>(ICkksAlgebra<T> algebra, T operand)
    {
        ArgumentNullException.ThrowIfNull(algebra);
        return Run(algebra, operand, _logBabySteps);
    }

    private T Run<T>(ICkksAlgebra<T> algebra, T operand, int logBabySteps) =>
        new PolynomialRun<T>(algebra, _parameters, Polynomial, logBabySteps).Evaluate(operand, InputLevel, InputScale, OutputLevel, OutputScale);

    private CostAlgebra Count(int logBabySteps)
    {
        var costs = new CostAlgebra(_parameters);
        Run(costs, costs.Input(InputLevel, InputScale), logBabySteps);
        return costs;
    }
}
