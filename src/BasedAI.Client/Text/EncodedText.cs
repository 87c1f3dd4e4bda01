namespace BasedAI.Client.Text;

/// <summary>A text as a model sees it: token ids and the rows that are encrypted.</summary>
public sealed class EncodedText
{
    internal EncodedText(TokenizedText tokenized, int[] ids, int unknownCount, double[,] rows)
    {
        Tokens = tokenized.Tokens;
        TotalTokens = tokenized.TotalTokens;
        TruncatedTokens = tokenized.TruncatedTokens;
        Ids = ids;
        UnknownCount = unknownCount;
        Rows = rows;
    }

    /// <summary>The tokens the model sees: the first T of the text.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>One vocabulary id for each kept token; 0 is an unknown word.</summary>
    public int[] Ids { get; }

    /// <summary>Kept tokens that the vocabulary does not know.</summary>
    public int UnknownCount { get; }

    /// <summary>Tokens in the whole text.</summary>
    public int TotalTokens { get; }

    /// <summary>Tokens at the end of the text that the model does not see.</summary>
    public int TruncatedTokens { get; }

    /// <summary>
    /// T x d: row t is the RMS-normalised embedding of token t; rows from <see cref="Length"/> on are zero. A model with a constant feature
    /// has a 1 at the end of each row in use. No other entry exceeds sqrt(d) in size.
    /// </summary>
    public double[,] Rows { get; }

    /// <summary>Number of rows in use, n, from 0 to T. A text without a single token has n = 0, and no model has an answer to it.</summary>
    public int Length => Ids.Length;
}
