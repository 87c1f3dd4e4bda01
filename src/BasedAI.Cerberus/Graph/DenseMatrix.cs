namespace BasedAI.Cerberus;

/// <summary>A matrix of real numbers, rows × columns. Immutable.</summary>
public sealed class DenseMatrix
{
    private readonly double[] _values;

    private DenseMatrix(int rows, int columns, double[] values) => (Rows, Columns, _values) = (rows, columns, values);

    /// <summary>Rows: outputs of a linear layer.</summary>
    public int Rows { get; }

    /// <summary>Columns: its inputs.</summary>
    public int Columns { get; }

    /// <summary>An entry.</summary>
    public double this[int row, int column] => _values[(row * Columns) + column];

    /// <summary>One row.</summary>
    public ReadOnlySpan<double> Row(int row) => _values.AsSpan(row * Columns, Columns);

    /// <summary>Entries by a function of row and column.</summary>
    public static DenseMatrix Create(int rows, int columns, Func<int, int, double> entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.Length; i++) values[i] = entry(i / columns, i % columns);
        return new DenseMatrix(rows, columns, values);
    }

    /// <summary>The identity.</summary>
    public static DenseMatrix Identity(int size) => Create(size, size, static (i, j) => i == j ? 1 : 0);

    /// <summary>Rows exchanged for columns.</summary>
    public DenseMatrix Transpose() => Create(Columns, Rows, (i, j) => this[j, i]);

    /// <summary>this · right.</summary>
    public DenseMatrix Multiply(DenseMatrix right)
    {
        ArgumentNullException.ThrowIfNull(right);
        if (Columns != right.Rows) throw new ArgumentException($"{Rows} x {Columns} times {right.Rows} x {right.Columns}.", nameof(right));
        double[] values = new double[Rows * right.Columns];
        for (int i = 0; i < Rows; i++)
        {
            for (int k = 0; k < Columns; k++)
            {
                double factor = this[i, k];
                if (factor == 0) continue;
                for (int j = 0; j < right.Columns; j++) values[(i * right.Columns) + j] += factor * right[k, j];
            }
        }
        return new DenseMatrix(Rows, right.Columns, values);
    }

    /// <summary>this · vector.</summary>
    public double[] Multiply(ReadOnlySpan<double> vector)
    {
        if (vector.Length != Columns) throw new ArgumentException($"{vector.Length} values; the matrix has {Columns} columns.", nameof(vector));
        double[] result = new double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            var row = Row(i);
            double sum = 0;
            for (int j = 0; j < row.Length; j++) sum += row[j] * vector[j];
            result[i] = sum;
        }
        return result;
    }

    /// <summary>Entry by entry.</summary>
    public DenseMatrix Add(DenseMatrix right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return right.Rows == Rows && right.Columns == Columns
            ? Create(Rows, Columns, (i, j) => this[i, j] + right[i, j])
            : throw new ArgumentException($"{Rows} x {Columns} plus {right.Rows} x {right.Columns}.", nameof(right));
    }

    /// <summary>Every entry times a number.</summary>
    public DenseMatrix Scale(double factor) => Create(Rows, Columns, (i, j) => this[i, j] * factor);

    /// <summary>Another entry where a function says so.</summary>
    public DenseMatrix Map(Func<int, int, double, double> entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Create(Rows, Columns, (i, j) => entry(i, j, this[i, j]));
    }

    /// <summary>Some of the rows.</summary>
    public DenseMatrix RowRange(int start, int count) => Create(count, Columns, (i, j) => this[start + i, j]);

    /// <summary>Some of the columns.</summary>
    public DenseMatrix ColumnRange(int start, int count) => Create(Rows, count, (i, j) => this[i, start + j]);

    /// <summary>Entries that are not zero.</summary>
    public int CountNonZero() => _values.Count(static value => value != 0);

    /// <summary>Largest magnitude.</summary>
    public double MaxMagnitude() => _values.Max(Math.Abs);

    /// <summary>Generalised diagonals (column − row modulo <paramref name="period"/>) on which some entry is not zero, blocks of that size taken together; ascending.</summary>
    public int[] GetDiagonals(int period)
    {
        var found = new SortedSet<int>();
        for (int i = 0; i < _values.Length; i++)
        {
            if (_values[i] != 0) found.Add((((i % Columns) - (i / Columns)) % period + period) % period);
        }
        return [.. found];
    }
}
