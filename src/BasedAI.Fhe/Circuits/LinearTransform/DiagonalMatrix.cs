using System.Collections.Immutable;
using System.Numerics;

namespace BasedAI.Fhe;

/// <summary>
/// A square matrix by its generalised diagonals: diagonal d holds M[i, (i + d) mod n] at place i, so that M·x = Σ_d diagonal_d ⊙ rotation of x by d.
/// Diagonals that are zero are left out: they cost nothing. Immutable. Halevi, Shoup, "Algorithms in HElib" (CRYPTO 2014), section 4.3.
/// </summary>
public sealed class DiagonalMatrix
{
    private DiagonalMatrix(int dimension, IEnumerable<KeyValuePair<int, ImmutableArray<Complex>>> diagonals)
    {
        if (dimension < 1 || !BitOperations.IsPow2(dimension))
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "A dimension is a power of two; fill up with zero rows and columns.");
        Dimension = dimension;
        Diagonals = diagonals.Where(pair => pair.Value.Any(value => value != 0)).ToImmutableSortedDictionary();
        if (Diagonals.Count == 0) throw new ArgumentException("All diagonals are zero.", nameof(diagonals));
        IsReal = Diagonals.Values.All(values => values.All(value => value.Imaginary == 0));
    }

    /// <summary>Rows, and columns.</summary>
    public int Dimension { get; }

    /// <summary>The diagonals that are not zero, by index from 0 to n − 1.</summary>
    public ImmutableSortedDictionary<int, ImmutableArray<Complex>> Diagonals { get; }

    /// <summary>Whether every entry is real.</summary>
    public bool IsReal { get; }

    /// <summary>From rows.</summary>
    /// <exception cref="ArgumentException">Not square, not a power of two, or all zero.</exception>
    public static DiagonalMatrix FromRows(double[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FromEntries(rows.GetLength(0), rows.GetLength(1), (i, j) => rows[i, j]);
    }

    /// <summary>From complex rows.</summary>
    /// <inheritdoc cref="FromRows(double[,])"/>
    public static DiagonalMatrix FromRows(Complex[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FromEntries(rows.GetLength(0), rows.GetLength(1), (i, j) => rows[i, j]);
    }

    /// <summary>From diagonals; an index is taken modulo n, so −1 is the diagonal below the main one.</summary>
    /// <param name="dimension">n, a power of two.</param>
    /// <param name="diagonals">n values each.</param>
    /// <exception cref="ArgumentException">A diagonal of another length, twice the same, or all zero.</exception>
    public static DiagonalMatrix FromDiagonals(int dimension, IReadOnlyDictionary<int, Complex[]> diagonals)
    {
        ArgumentNullException.ThrowIfNull(diagonals);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        foreach (var (index, values) in diagonals)
        {
            if (values.Length != dimension)
                throw new ArgumentException($"Diagonal {index} has {values.Length} values; the dimension is {dimension}.", nameof(diagonals));
        }

        var byIndex = diagonals.Select(pair => KeyValuePair.Create(((pair.Key % dimension) + dimension) % dimension, pair.Value.ToImmutableArray())).ToArray();
        if (byIndex.DistinctBy(pair => pair.Key).Count() != byIndex.Length)
            throw new ArgumentException($"Two diagonals have the same index modulo {dimension}.", nameof(diagonals));
        return new DiagonalMatrix(dimension, byIndex);
    }

    /// <summary>The product in the clear.</summary>
    /// <exception cref="ArgumentException">Another count than n.</exception>
    public Complex[] Multiply(ReadOnlySpan<Complex> vector)
    {
        if (vector.Length != Dimension) throw new ArgumentException($"{vector.Length} values; the dimension is {Dimension}.", nameof(vector));
        var product = new Complex[Dimension];
        foreach (var (d, values) in Diagonals)
        {
            for (int i = 0; i < product.Length; i++) product[i] += values[i] * vector[(i + d) % Dimension];
        }

        return product;
    }

    private static DiagonalMatrix FromEntries(int rows, int columns, Func<int, int, Complex> entry)
    {
        if (rows != columns) throw new ArgumentException($"{rows} rows and {columns} columns; fill up to a square.", nameof(rows));
        return new DiagonalMatrix(rows, Enumerable.Range(0, rows).Select(d => KeyValuePair.Create(
            d, ImmutableArray.CreateRange(Enumerable.Range(0, rows).Select(i => entry(i, (i + d) % rows))))));
    }
}
