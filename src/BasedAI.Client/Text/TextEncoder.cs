namespace BasedAI.Client.Text;

/// <summary>
/// The public, client-side half of a text model: text, tokens, ids, rows. What leaves this class is what gets encrypted; no word of
/// the text leaves the client. Immutable and thread-safe.
/// </summary>
public sealed class TextEncoder
{
    private readonly Vocabulary _vocabulary;
    private readonly EmbeddingTable _table;
    private readonly bool _constantFeature;

    /// <summary>Joins a vocabulary and the table with one row for each of its words.</summary>
    /// <param name="vocabulary">The words.</param>
    /// <param name="table">Their rows.</param>
    /// <param name="constantFeature">Whether each real token's row ends with a 1, through which a model adds its biases: padding rows then stay zero.</param>
    /// <exception cref="ArgumentException">The two have different numbers of rows, so they are not of the same model.</exception>
    public TextEncoder(Vocabulary vocabulary, EmbeddingTable table, bool constantFeature = false)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(table);
        if (vocabulary.Count != table.RowCount)
            throw new ArgumentException(
                $"The vocabulary has {vocabulary.Count} words and the embedding table {table.RowCount} rows; "
                + "take both files from the same model.",
                nameof(table));
        _vocabulary = vocabulary;
        _table = table;
        _constantFeature = constantFeature;
    }

    /// <summary>Most tokens the model sees, T.</summary>
    public int MaxTokens => _table.MaxTokens;

    /// <summary>Length of a row, d, the constant included.</summary>
    public int Dimensions => _table.Dimensions + (_constantFeature ? 1 : 0);

    /// <summary>Encodes a text; null counts as empty. Tokens after the first T are counted, not encoded.</summary>
    public EncodedText Encode(string? text)
    {
        var tokenized = Tokenizer.Tokenize(text, MaxTokens);
        var ids = new int[tokenized.Tokens.Count];
        var rows = new double[MaxTokens, Dimensions];
        var row = new double[_table.Dimensions];
        var unknown = 0;
        for (var t = 0; t < ids.Length; t++)
        {
            ids[t] = _vocabulary.Find(tokenized.Tokens[t]);
            if (ids[t] == Vocabulary.UnknownId)
                unknown++;
            _table.NormalizedRow(ids[t], t, row);
            for (var j = 0; j < row.Length; j++)
                rows[t, j] = row[j];
            if (_constantFeature)
                rows[t, row.Length] = 1;
        }

        return new EncodedText(tokenized, ids, unknown, rows);
    }
}
