namespace BasedAI.Client.Text;

/// <summary>What the tokenizer found: the tokens kept, and how many there were.</summary>
/// <param name="Tokens">The first tokens of the text, at most as many as asked for; a token longer than
/// <see cref="Tokenizer.MaxTokenLength"/> characters is cut to that length (it is then in no vocabulary).</param>
/// <param name="TotalTokens">Tokens in the whole text, those not kept included.</param>
public sealed record TokenizedText(IReadOnlyList<string> Tokens, int TotalTokens)
{
    /// <summary>Tokens beyond the limit, which were counted but not kept.</summary>
    public int TruncatedTokens => TotalTokens - Tokens.Count;
}
