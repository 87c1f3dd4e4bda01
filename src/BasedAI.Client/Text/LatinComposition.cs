using System.Collections.Frozen;

namespace BasedAI.Client.Text;

/// <summary>
/// The part of Unicode NFC that the tokenizer needs: a base letter followed by one of the common combining marks becomes the
/// precomposed letter of Latin-1 or Latin Extended-A ("e" + U+0301 becomes "é").
/// </summary>
/// <remarks>
/// <see cref="string.Normalize()"/> is not used: with <c>InvariantGlobalization</c> .NET 10 returns non-ASCII text unchanged, without
/// it the answer comes from the system's Unicode data. A fixed table gives the same tokens in every process. Pairs outside the
/// table stay as they are (the mark remains part of its word), so such a word is merely unknown.
/// </remarks>
internal static class LatinComposition
{
    // One line per combining mark: the mark, base letters, composed letters (same order). Source: UnicodeData.txt, field 5.
    private static readonly (char Mark, string Bases, string Composed)[] Pairs =
    [
        ('\u0300', "aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
        ('\u0301', "aeiouyAEIOUYcnszlrCNSZLR", "áéíóúýÁÉÍÓÚÝćńśźĺŕĆŃŚŹĹŔ"),
        ('\u0302', "aeiouAEIOUcghjswyCGHJSWY", "âêîôûÂÊÎÔÛĉĝĥĵŝŵŷĈĜĤĴŜŴŶ"),
        ('\u0303', "anoANOiuIU", "ãñõÃÑÕĩũĨŨ"),
        ('\u0304', "aeiouAEIOU", "āēīōūĀĒĪŌŪ"),
        ('\u0306', "aeiouAEIOUgG", "ăĕĭŏŭĂĔĬŎŬğĞ"),
        ('\u0307', "cegzCEGIZ", "ċėġżĊĖĠİŻ"),
        ('\u0308', "aeiouyAEIOUY", "äëïöüÿÄËÏÖÜŸ"),
        ('\u030A', "aAuU", "åÅůŮ"),
        ('\u030B', "ouOU", "őűŐŰ"),
        ('\u030C', "cdenrstzCDENRSTZ", "čďěňřšťžČĎĚŇŘŠŤŽ"),
        ('\u0327', "csgklnrtCSGKLNRT", "çşģķļņŗţÇŞĢĶĻŅŖŢ"),
        ('\u0328', "aeiuAEIU", "ąęįųĄĘĮŲ"),
    ];

    private static readonly FrozenDictionary<(char Base, char Mark), char> Table = Pairs
        .SelectMany(row => row.Bases.Zip(row.Composed, (letter, composed) => ((letter, row.Mark), composed)))
        .ToFrozenDictionary(entry => entry.Item1, entry => entry.composed);

    /// <summary>Gives the precomposed letter, if the table has one.</summary>
    internal static bool TryCompose(char letter, char mark, out char composed)
    {
        composed = default;
        return mark is >= '\u0300' and <= '\u036F' && Table.TryGetValue((letter, mark), out composed);
    }
}
