using System.Collections.Frozen;

namespace BasedAI.Client.Text;

/// <summary>
/// The part of Unicode NFC that the tokenizer needs: a lower-case base letter followed by one of the common combining marks becomes
/// the precomposed letter of Latin-1 or Latin Extended-A ("e" + U+0301 becomes "é").
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
        ('\u0300', "aeiou", "àèìòù"),
        ('\u0301', "aeiouycnszlr", "áéíóúýćńśźĺŕ"),
        ('\u0302', "aeioucghjswy", "âêîôûĉĝĥĵŝŵŷ"),
        ('\u0303', "anoiu", "ãñõĩũ"),
        ('\u0304', "aeiou", "āēīōū"),
        ('\u0306', "aeioug", "ăĕĭŏŭğ"),
        ('\u0307', "cegz", "ċėġż"),
        ('\u0308', "aeiouy", "äëïöüÿ"),
        ('\u030A', "au", "åů"),
        ('\u030B', "ou", "őű"),
        ('\u030C', "cdenrstz", "čďěňřšťž"),
        ('\u0327', "csgklnrt", "çşģķļņŗţ"),
        ('\u0328', "aeiu", "ąęįų"),
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
