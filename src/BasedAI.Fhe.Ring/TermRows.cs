namespace BasedAI.Fhe.Ring;

/// <summary>The pattern of a sparse matrix: which columns each row has terms in. Immutable.</summary>
public sealed class TermRows
{
    private readonly int[] _starts;
    private readonly int[] _columns;

    /// <summary>Takes the columns of each row, in the order the weights will have; a row may be empty.</summary>
    /// <exception cref="ArgumentException">No row, or a negative column.</exception>
    public TermRows(IReadOnlyList<IReadOnlyList<int>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _columns = [.. rows.SelectMany(row => row)];
        if (rows.Count == 0 || _columns.Any(column => column < 0))
            throw new ArgumentException("A matrix has at least one row, and columns are counted from zero.", nameof(rows));
        _starts = new int[rows.Count + 1];
        for (var i = 0; i < rows.Count; i++)
            _starts[i + 1] = _starts[i] + rows[i].Count;
        ColumnCount = _columns.Length == 0 ? 0 : _columns.Max() + 1;
    }

    /// <summary>Rows.</summary>
    public int RowCount => _starts.Length - 1;

    /// <summary>Columns: one more than the largest named.</summary>
    public int ColumnCount { get; }

    /// <summary>Terms of all rows.</summary>
    public int TermCount => _columns.Length;

    internal ReadOnlySpan<int> Starts => _starts;

    internal ReadOnlySpan<int> Columns => _columns;
}
