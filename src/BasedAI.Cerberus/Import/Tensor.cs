using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>
/// Numbers of a trained model with their shape, in single precision and row-major: the last index runs fastest, as in torch. No dimensions mean one number.
/// Immutable; thread-safe.
/// </summary>
public sealed class Tensor
{
    private readonly float[] _values;

    /// <summary>Takes a copy of the values.</summary>
    /// <param name="shape">At most <see cref="TensorFileLimits.MaxRank"/> dimensions, each zero or more.</param>
    /// <param name="values">As many as the product of the dimensions.</param>
    /// <exception cref="ArgumentException">The shape is not allowed or the number of values is another.</exception>
    public Tensor(ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
        : this(ImmutableArray.Create(shape), values.ToArray())
    {
    }

    private Tensor(ImmutableArray<int> shape, float[] values)
    {
        if (shape.Length > TensorFileLimits.MaxRank || CountOf(shape.AsSpan()) != values.Length)
        {
            throw new ArgumentException(
                $"A tensor of shape [{string.Join(", ", shape)}] is given {values.Length} values; at most {TensorFileLimits.MaxRank} dimensions "
                + $"and {TensorFileLimits.MaxValues} values are allowed, and their product is the number of values.",
                nameof(values));
        }
        Shape = shape;
        _values = values;
    }

    /// <summary>Dimensions, the slowest first.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Number of values.</summary>
    public int Count => _values.Length;

    /// <summary>All values, row-major.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>One value of a matrix.</summary>
    /// <exception cref="InvalidOperationException">This is not a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Outside the matrix.</exception>
    public float this[int row, int column]
    {
        get
        {
            if (Shape.Length != 2) throw new InvalidOperationException($"Two indices into a tensor of shape [{string.Join(", ", Shape)}].");
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Shape[0], nameof(row));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Shape[1], nameof(column));
            return _values[(row * Shape[1]) + column];
        }
    }

    /// <summary>The shape.</summary>
    public override string ToString() => $"float32 [{string.Join(", ", Shape)}]";

    /// <summary>A tensor around an array nobody else holds.</summary>
    internal static Tensor Own(ImmutableArray<int> shape, float[] values) => new(shape, values);

    /// <summary>The product of the dimensions; −1 if one is negative or the product exceeds <see cref="TensorFileLimits.MaxValues"/>.</summary>
    internal static int CountOf(ReadOnlySpan<int> shape)
    {
        long count = shape.Contains(0) ? 0 : 1;
        foreach (int dimension in shape)
        {
            if (dimension < 0) return -1;
            count *= dimension;
            if (count > TensorFileLimits.MaxValues) return -1;
        }
        return (int)count;
    }
}
