using System.Collections.Immutable;
using System.Numerics;

namespace BasedAI.Fhe;

/// <summary>
/// A matrix made ready for ciphertexts of one level: diagonals, already rotated back for their giant step, encoded as integers. A vector of n numbers has to repeat
/// through all N/2 slots; so does the product. Immutable and thread-safe, except that it must not be disposed while in use.
/// </summary>
/// <remarks>
/// Encoded integers are what fixes the result to the byte; see <see cref="PlaintextOperand"/>. The form for ciphertexts is made at the first use: at most 8 bytes ·
/// diagonals · primes of Q·P · 2n, or · N where n is above N/64.
/// </remarks>
public sealed class LinearTransform : IDisposable
{
    private readonly Lazy<EncodedTransform> _encoded;

    /// <summary>With a split of one's own.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="matrix">Its dimension divides N/2.</param>
    /// <param name="level">Level of the ciphertexts.</param>
    /// <param name="scale">Scale of the diagonals; the scale of the product is multiplied by it.</param>
    /// <param name="split">How to divide the work.</param>
    /// <exception cref="FheOperandException">The dimension does not fit the slots, or the split the dimension.</exception>
    public LinearTransform(CkksParameters parameters, DiagonalMatrix matrix, int level, Scale scale, TransformSplit split)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(split);
        parameters.CheckLevel(level, nameof(level));
        if (matrix.Dimension > parameters.MaxSlots)
            throw new FheOperandException($"LinearTransform: dimension {matrix.Dimension}; these parameters have {parameters.MaxSlots} slots. Split the matrix or use a larger N.");
        if (split.BabySize < 1 || split.BabySize > matrix.Dimension)
            throw new FheOperandException($"LinearTransform: a baby size of {split.BabySize} for dimension {matrix.Dimension}; give 1 to {matrix.Dimension}.");

        ParametersId = parameters.Id;
        Dimension = matrix.Dimension;
        Level = level;
        Scale = scale;
        Split = split;
        Cost = split.GetCost(matrix);
        BabySteps = [.. matrix.Diagonals.Keys.Select(d => d % split.BabySize).Distinct().Order()];
        Rows = CreateRows(parameters, matrix);
        GaloisKeys = RotationKeys.Request(parameters, level, BabySteps.Concat(GiantSteps));
        _encoded = new Lazy<EncodedTransform>(() => new EncodedTransform(parameters, this));
    }

    /// <summary>Parameters it was made for.</summary>
    public ParametersId ParametersId { get; }

    /// <summary>n: rows, columns and period of the vector.</summary>
    public int Dimension { get; }

    /// <summary>Level of the ciphertexts it multiplies.</summary>
    public int Level { get; }

    /// <summary>Scale of the diagonals.</summary>
    public Scale Scale { get; }

    /// <summary>The division of the work.</summary>
    public TransformSplit Split { get; }

    /// <summary>Its cost.</summary>
    public TransformCost Cost { get; }

    /// <summary>Exactly the keys that are needed, in ascending order of the element.</summary>
    public ImmutableArray<GaloisKeyRequest> GaloisKeys { get; }

    /// <summary>Rotations of the operand, 0 included if it is used as it is; ascending.</summary>
    internal ImmutableArray<int> BabySteps { get; }

    /// <summary>Terms by giant step, ascending; step 0 is always there, and all up to the last if giant steps are serial.</summary>
    internal ImmutableArray<TransformRow> Rows { get; }

    internal EncodedTransform Encoded => _encoded.Value;

    private IEnumerable<int> GiantSteps => Split.IsSerial ? (Rows.Length > 1 ? [Split.BabySize] : []) : Rows.Select(row => row.Step);

    /// <summary>With the cheapest split.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="matrix">Its dimension divides N/2.</param>
    /// <param name="level">Level of the ciphertexts, at least 1 if the scale is left out.</param>
    /// <param name="scale">Scale of the diagonals; q_level if left out, so that a rescale brings back exactly the scale of the operand.</param>
    /// <param name="weights">What is expensive.</param>
    public static LinearTransform Create(CkksParameters parameters, DiagonalMatrix matrix, int level, Scale? scale = null, TransformWeights? weights = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.CheckLevel(level, nameof(level));
        return new(
            parameters, matrix, level, scale ?? new Scale(parameters.RingQ[level].Modulus.Value), TransformSplit.Choose(matrix, weights ?? new TransformWeights()));
    }

    /// <summary>The transform by the other verbs of an algebra: what a reading does that has nothing better.</summary>
    public T Compose<T>(ICkksAlgebra<T> algebra, T operand)
    {
        ArgumentNullException.ThrowIfNull(algebra);
        int[] steps = [.. BabySteps.Where(step => step != 0)];
        IReadOnlyList<T> rotated = steps.Length == 0 ? [] : algebra.RotateHoisted(operand, steps);
        T Baby(int step) => step == 0 ? operand : rotated[Array.BinarySearch(steps, step)];

        var total = new Total<T>(algebra);
        foreach (var row in Split.IsSerial ? Rows.Reverse() : Rows)
        {
            if (Split.IsSerial) total.Rotate(Split.BabySize);
            var sum = new Total<T>(algebra);
            foreach (var (step, diagonal) in row.Terms) sum.Add(algebra.Multiply(Baby(step), diagonal));
            if (!Split.IsSerial && row.Step != 0) sum.Rotate(row.Step);
            if (sum.HasValue) total.Add(sum.Value!);
        }

        foreach (var value in rotated) algebra.Release(value);
        return total.Value!;
    }

    /// <summary>Gives the form for ciphertexts back.</summary>
    public void Dispose()
    {
        if (_encoded.IsValueCreated) _encoded.Value.Dispose();
    }

    private ImmutableArray<TransformRow> CreateRows(CkksParameters parameters, DiagonalMatrix matrix)
    {
        var encoder = new CkksEncoder(parameters);
        var byGiant = matrix.Diagonals.ToLookup(pair => pair.Key / Split.BabySize);
        int last = byGiant.Max(group => group.Key);
        return
        [
            .. Enumerable.Range(0, last + 1).Where(giant => giant == 0 || Split.IsSerial || byGiant.Contains(giant)).Select(giant =>
            {
                int shift = giant * Split.BabySize;
                return new TransformRow(shift, [.. byGiant[giant].Select(pair => (pair.Key - shift, PlaintextOperand.FromPeriod(
                    encoder, $"diagonal {pair.Key}", RotateBack(pair.Value, shift), parameters.MaxSlots, Level, Scale)))]);
            }),
        ];
    }

    private static ImmutableArray<Complex> RotateBack(ImmutableArray<Complex> values, int steps) =>
        [.. Enumerable.Range(0, values.Length).Select(i => values[(i - steps + values.Length) % values.Length])];

    /// <summary>A sum under way; what went into it is released.</summary>
    private sealed class Total<T>(ICkksAlgebra<T> algebra)
    {
        public T? Value { get; private set; }

        public bool HasValue { get; private set; }

        public void Add(T value) => Replace(HasValue ? algebra.Add(Value!, value) : value, HasValue ? value : default);

        public void Rotate(int steps)
        {
            if (HasValue) Replace(algebra.Rotate(Value!, steps), default);
        }

        private void Replace(T value, T? used)
        {
            if (HasValue) algebra.Release(Value!);
            if (used is not null) algebra.Release(used);
            (Value, HasValue) = (value, true);
        }
    }
}
