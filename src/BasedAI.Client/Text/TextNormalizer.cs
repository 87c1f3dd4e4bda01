using System.Globalization;
using System.Text;

namespace BasedAI.Client.Text;

/// <summary>
/// First half of the tokenizer "whole-word-v1": text to normalised characters, in one pass, the output at most three times the input.
/// Lower case; Latin combining marks composed; every kind of white space and control character becomes a space; invisible format
/// characters and variation selectors vanish; typographic quotes, dashes, hyphens and the ellipsis become their ASCII spelling;
/// half a surrogate pair becomes U+FFFD.
/// </summary>
internal static class TextNormalizer
{
    internal static string Normalize(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            Append(result, rune);
        return result.ToString();
    }

    private static void Append(StringBuilder result, Rune rune)
    {
        if (rune.IsAscii)
        {
            AppendAscii(result, (char)rune.Value);
            return;
        }

        if (Ascii(rune.Value) is { } spelling)
        {
            result.Append(spelling);
            return;
        }

        if (rune.IsBmp && result.Length > 0 && LatinComposition.TryCompose(result[^1], (char)rune.Value, out var composed))
        {
            result[^1] = composed;
            return;
        }

        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.Control or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator:
                result.Append(' ');
                return;
            case UnicodeCategory.Format:
                return;
        }

        var lower = Rune.ToLowerInvariant(rune);
        if (lower.IsBmp)
            result.Append((char)lower.Value);
        else
            result.Append(lower.ToString());
    }

    private static void AppendAscii(StringBuilder result, char c) => result.Append(c switch
    {
        < ' ' or '\u007F' => ' ',
        '`' => '\'',
        >= 'A' and <= 'Z' => (char)(c | 0x20),
        _ => c,
    });

    private static string? Ascii(int codePoint) => codePoint switch
    {
        0x2018 or 0x2019 or 0x201A or 0x201B or 0x2032 or 0x00B4 or 0x02BC => "'",
        0x201C or 0x201D or 0x201E or 0x201F or 0x2033 or 0x00AB or 0x00BB => "\"",
        0x2010 or 0x2011 or 0x2212 => "-",
        0x2012 or 0x2013 or 0x2014 or 0x2015 => "--",
        0x2026 => "...",
        >= 0xFE00 and <= 0xFE0F or 0x200B => "",
        _ => null,
    };
}
