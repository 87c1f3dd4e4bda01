namespace BasedAI.Client.Text;

/// <summary>A text as a model sees it: token ids and the rows that are encrypted.</summary>
public sealed class EncodedText : EncodedInput
{
    internal EncodedText(TokenizedText tokenized, int[] ids, int unknownCount, double[,] rows)
        : base(rows, ids.Length)
    {
        Tokens = tokenized.Tokens;
        TotalTokens = tokenized.TotalTokens;
        TruncatedTokens = tokenized.TruncatedTokens;
        Ids = ids;
        UnknownCount = unknownCount;
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
}
