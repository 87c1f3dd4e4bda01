using System.Globalization;

namespace BasedAI.Cli;

/// <summary>Rates of a link as people write them: 20Mbit, 1.5Gbit, 256kbit.</summary>
internal static class LinkRate
{
    public static double Parse(string text)
    {
        foreach (var (unit, factor) in ((string, double)[])[("kbit", 1e3), ("mbit", 1e6), ("gbit", 1e9)])
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number * factor is >= 1e3 and <= 1e12)
                return number * factor;
        }
        throw CliException.BadInput($"--uplink is '{ShownText.OneLine(text, 40)}'; write it as 20Mbit, 256kbit or 1.5Gbit (1 kbit to 1000 Gbit a second).");
    }
}
