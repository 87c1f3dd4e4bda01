using BasedAI.Client.Text;

namespace BasedAI.Cli;

/// <summary>Gets the text and judges it before anything is started, encrypted or sent.</summary>
internal static class PromptText
{
    /// <summary>Longest text that is read, in characters. The model sees the first few dozen words of it.</summary>
    public const int MaxLength = 16 << 20;

    public static string Read(CliContext context, string argument)
    {
        var text = argument == "-" ? ReadInput(context.In) : argument;
        if (text.Length > MaxLength)
            throw CliException.BadInput($"The text is longer than {MaxLength} characters. Give the part that is to be judged.");
        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
            throw CliException.BadInput($"The text has a NUL byte at position {nul + 1}: it is no text. Remove it, or give another file.");
        if (Tokenizer.Tokenize(text, 0).TotalTokens == 0)
            throw CliException.BadInput("The text is empty. Give a sentence, for example: based ask \"a gripping, beautifully acted film\"");
        return text;
    }

    /// <summary>Encodes, refuses what the model cannot judge, and says on the error stream what was left out.</summary>
    public static EncodedText Encode(CliContext context, BasedAI.Client.BrainClient brain, string text)
    {
        var encoded = brain.Encode(text);
        if (encoded.UnknownCount == encoded.Length)
        {
            throw CliException.BadInput(
                $"The model knows none of the {encoded.Length} words of the text; an answer would mean nothing. It knows English: write in English, or use another Brain.");
        }

        if (encoded.TruncatedTokens > 0)
        {
            context.Error.WriteLine(
                $"warning: the text has {encoded.TotalTokens} words and signs; the model sees the first {encoded.Length}, {encoded.TruncatedTokens} were left out.");
        }

        return encoded;
    }

    private static string ReadInput(TextReader reader)
    {
        var buffer = new char[1 << 16];
        var text = new System.Text.StringBuilder();
        for (int read; (read = reader.Read(buffer)) > 0 && text.Length <= MaxLength;) text.Append(buffer, 0, read);
        return text.ToString();
    }
}
