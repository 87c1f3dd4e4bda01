using System.Globalization;
using System.Text;

namespace BasedAI.Client;

/// <summary>Makes text of strangers fit to be shown: a terminal obeys control characters, so none passes.</summary>
internal static class Printable
{
    /// <summary>One line of at most <paramref name="maxLength"/> characters; control and invisible characters become spaces.</summary>
    public static string Line(string? text, int maxLength)
    {
        var line = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > maxLength)
            {
                line.Append('…');
                break;
            }

            line.Append(IsShown(rune) ? rune.ToString() : " ");
        }

        return line.ToString();
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
