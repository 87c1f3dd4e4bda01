using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace BasedAI.Client;

/// <summary>
/// How the numbers of a record lie in the slots of one ciphertext: padded with zeros to p, a power of two, and repeated through all slots. A
/// rotation is then cyclic over the record. Immutable.
/// </summary>
/// <param name="Period">p, 1 … 2^16.</param>
public sealed record RecordLayout(int Period)
{
    private const string Prefix = "record-p";
    private const string Suffix = "-v1";
    private const int MaxPeriod = 1 << 16;

    /// <summary>The name plans and manifests use, for example "record-p32-v1".</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Period}{Suffix}");

    /// <summary>Reads a layout's name; false if it is none or is not written as <see cref="Id"/> writes it.</summary>
    public static bool TryParse(string? id, [NotNullWhen(true)] out RecordLayout? layout)
    {
        layout = null;
        if (id is not { Length: > 11 and <= 20 }
            || !id.StartsWith(Prefix, StringComparison.Ordinal)
            || !id.EndsWith(Suffix, StringComparison.Ordinal)
            || !int.TryParse(id.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var period)
            || period is < 1 or > MaxPeriod
            || !BitOperations.IsPow2(period))
        {
            return false;
        }

        var candidate = new RecordLayout(period);
        layout = candidate.Id == id ? candidate : null;
        return layout is not null;
    }

    /// <summary>Fills the slots.</summary>
    /// <param name="values">At most p values.</param>
    /// <param name="slots">A multiple of p values, all overwritten.</param>
    /// <exception cref="ArgumentException">More than p values, or slots that are no multiple of p.</exception>
    public void Pack(ReadOnlySpan<double> values, Span<double> slots)
    {
        if (values.Length > Period) throw new ArgumentException($"The record has {values.Length} numbers; the layout takes {Period}.", nameof(values));
        if (slots.IsEmpty || slots.Length % Period != 0)
            throw new ArgumentException($"There are {slots.Length} slots; the layout fills a multiple of {Period}.", nameof(slots));
        for (var start = 0; start < slots.Length; start += Period)
        {
            var copy = slots.Slice(start, Period);
            values.CopyTo(copy);
            copy[values.Length..].Clear();
        }
    }
}
