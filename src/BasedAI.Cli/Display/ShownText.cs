using System.Globalization;
using System.Text;

namespace BasedAI.Cli;

/// <summary>Text of others on a terminal: one line, no control characters.</summary>
internal static class ShownText
{
    public static string OneLine(string text, int maxLength)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= maxLength) return line.Append('…').ToString();
            var isShown = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            line.Append(isShown ? rune.ToString() : " ");
        }

        return line.ToString();
    }
}
