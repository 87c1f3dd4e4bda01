using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace BasedAI.Client.Text;

/// <summary>
/// The tokenizer "whole-word-v1": text to words and punctuation as the Stanford Sentiment Treebank writes them, so that
/// "it's a film that doesn't care." and "it 's a film that does n't care ." give the same tokens. No vocabulary, no culture,
/// no state; time linear in the text.
/// </summary>
/// <remarks>
/// The text is normalised first (lower case, Latin marks composed, control characters to spaces, typographic quotes and dashes to
/// ASCII, back-tick to apostrophe). Then, from left to right, the first rule that fits:
/// <list type="number">
/// <item><description>initials of up to eight letters and listed abbreviations keep their full stops: "u.s.", "j.", "mr.", "etc.";
/// a lone "a." or "i." does not;</description></item>
/// <item><description>a word is a run of letters, marks and digits; it continues over a single "-", "/", "&amp;" or "'" between two such
/// characters, and over "." or "," between two digits ("well-made", "writer/director", "o'fallon", "1.8");</description></item>
/// <item><description>a word ends before the suffixes n't, 's, 'm, 're, 've, 'll, 'd, which are words of their own; "cannot" and "gonna"
/// are two words each;</description></item>
/// <item><description>an apostrophe before two digits ("'70s") or in 'em, 'til, 'n, 'tis, 'twas belongs to the word;</description></item>
/// <item><description>two or more full stops are "...", two or more hyphens "--", two apostrophes are one double quote, up to five
/// asterisks stay together; any other character is a token by itself (an emoji, a bracket, a currency sign).</description></item>
/// </list>
/// Scripts written without spaces give one token for each run of letters; the English vocabulary does not know it.
/// </remarks>
public static class Tokenizer
{
    /// <summary>The name under which a model asks for these rules.</summary>
    public const string Name = "whole-word-v1";

    /// <summary>Longest token kept whole, in UTF-16 characters; no vocabulary may hold a longer word.</summary>
    public const int MaxTokenLength = 64;

    private const int MaxInitials = 8;
    private const int MaxAsterisks = 5;

    private static readonly string[] Suffixes = ["'s", "'m", "'re", "'ve", "'ll", "'d", "'em", "'til", "'n", "'tis", "'twas"];
    private const int AttachedSuffixes = 6;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Abbreviations =
        new[] { "mr", "mrs", "ms", "dr", "jr", "sr", "st", "vs", "etc", "inc", "bros" }
            .ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Tokenizes a text; null counts as empty.</summary>
    /// <param name="text">Any text of any length.</param>
    /// <param name="maxTokens">Tokens to keep, at least 0; the others are counted only.</param>
    public static TokenizedText Tokenize(string? text, int maxTokens = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);
        var tokens = new List<string>();
        var total = 0;
        if (string.IsNullOrEmpty(text))
            return new TokenizedText(tokens, total);

        ReadOnlySpan<char> source = TextNormalizer.Normalize(text);
        var position = 0;
        while (position < source.Length)
        {
            if (source[position] == ' ')
            {
                position++;
                continue;
            }

            var length = NextToken(source, position, out var canonical);
            if (total++ < maxTokens)
                tokens.Add(canonical ?? source.Slice(position, Math.Min(length, MaxTokenLength)).ToString());
            position += length;
        }

        return new TokenizedText(tokens, total);
    }

    // Length of the token at `position` (at least 1); `canonical` where its spelling is not that of the source.
    private static int NextToken(ReadOnlySpan<char> source, int position, out string? canonical)
    {
        canonical = null;
        var c = source[position];
        if (c == '\'' && (SuffixLength(source, position, Suffixes.Length) is var suffix and > 0))
            return suffix;
        if (IsWord(source, position) || (c == '\'' && IsDecade(source, position)))
            return InitialsLength(source, position) is var initials and > 0 ? initials : WordLength(source, position);

        switch (c)
        {
            case '.' or '-':
                var run = Run(source, position);
                if (run == 1)
                    return 1;
                canonical = c == '.' ? "..." : "--";
                return run;
            case '\'' when IsChar(source, position + 1, '\''):
                canonical = "\"";
                return 2;
            case '*':
                return Run(source[..Math.Min(source.Length, position + MaxAsterisks)], position);
            default:
                return char.IsHighSurrogate(c) ? 2 : 1;
        }
    }

    // "u.s.", "j." or "mr."; 0 if the rule does not fit.
    private static int InitialsLength(ReadOnlySpan<char> source, int position)
    {
        var end = position;
        while (end - position < 2 * MaxInitials && IsLetter(source, end) && IsChar(source, end + 1, '.'))
            end += 2;
        if (end > position && !IsWord(source, end)
            && (end - position > 2 || source[position] is not ('a' or 'i')) && !IsChar(source, end, '.'))
            return end - position;

        end = position;
        while (end - position < 4 && IsLetter(source, end))
            end++;
        return IsChar(source, end, '.') && !IsChar(source, end + 1, '.') && !IsWord(source, end + 1)
            && Abbreviations.Contains(source[position..end]) ? end + 1 - position : 0;
    }

    private static int WordLength(ReadOnlySpan<char> source, int position)
    {
        var end = position + 1;
        while (end < source.Length)
        {
            if (IsWord(source, end))
            {
                end++;
                continue;
            }

            if (!Connects(source, end))
                break;
            if (source[end] == '\'' && IsWord(source, position))
            {
                if (SuffixLength(source, end, AttachedSuffixes) > 0)
                    break;
                if (source[end - 1] == 'n' && source[end + 1] == 't' && !IsWord(source, end + 2))
                    return end - 1 > position ? end - 1 - position : end + 2 - position;
            }

            end++;
        }

        return source[position..end] switch
        {
            "cannot" or "gonna" => 3,
            var word => word.Length,
        };
    }

    private static bool Connects(ReadOnlySpan<char> source, int at) => source[at] switch
    {
        '-' or '/' or '&' or '\'' => IsWord(source, at - 1) && IsWord(source, at + 1),
        '.' or ',' => IsDigit(source, at - 1) && IsDigit(source, at + 1),
        _ => false,
    };

    // "'70s" or "'99", not after a word.
    private static bool IsDecade(ReadOnlySpan<char> source, int at) =>
        IsDigit(source, at + 1) && IsDigit(source, at + 2) && !IsDigit(source, at + 3) && !IsWord(source, at - 1);

    private static int SuffixLength(ReadOnlySpan<char> source, int at, int count)
    {
        foreach (var suffix in Suffixes.AsSpan(0, count))
            if (source[at..].StartsWith(suffix, StringComparison.Ordinal) && !IsWord(source, at + suffix.Length))
                return suffix.Length;
        return 0;
    }

    private static int Run(ReadOnlySpan<char> source, int position)
    {
        var rest = source[position..];
        var other = rest.IndexOfAnyExcept(rest[0]);
        return other < 0 ? rest.Length : other;
    }

    private static bool IsChar(ReadOnlySpan<char> source, int at, char expected) => at < source.Length && source[at] == expected;

    private static bool IsDigit(ReadOnlySpan<char> source, int at) => (uint)at < (uint)source.Length && char.IsAsciiDigit(source[at]);

    private static bool IsLetter(ReadOnlySpan<char> source, int at) => (uint)at < (uint)source.Length && char.IsLetter(source[at]);

    // Letters, marks and numbers, either half of a surrogate pair included.
    private static bool IsWord(ReadOnlySpan<char> source, int at)
    {
        if ((uint)at >= (uint)source.Length)
            return false;
        var c = source[at];
        if (char.IsAscii(c))
            return char.IsAsciiLetterOrDigit(c);
        if (char.IsLowSurrogate(c))
            at--;
        _ = Rune.DecodeFromUtf16(source[at..], out var rune, out _);
        return Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.OtherNumber;
    }
}
