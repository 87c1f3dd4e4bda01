using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BasedAI.Client;

/// <summary>Where the values of an answer are: value i in slot i · stride. Immutable.</summary>
/// <param name="Stride">Slots from one value to the next, at least 1.</param>
/// <param name="Count">Number of values, at least 1.</param>
public sealed partial record OutputLayout(int Stride, int Count)
{
    /// <summary>Most values of one answer.</summary>
    public const int MaxCount = 4096;

    private const string Scalar = "scalar-every-slot-v1";
    private const int MaxStride = 1 << 16;

    /// <summary>The slots that are read: up to that of the last value.</summary>
    public int SlotCount => ((Count - 1) * Stride) + 1;

    /// <summary>Reads a layout's name: <c>scalar-every-slot-v1</c> or <c>strided-{stride}x{count}-v1</c>; false if it is neither.</summary>
    public static bool TryParse(string? id, [NotNullWhen(true)] out OutputLayout? layout)
    {
        layout = null;
        if (id == Scalar)
        {
            layout = new OutputLayout(1, 1);
            return true;
        }

        if (id is null || id.Length > 40 || StridedPattern().Match(id) is not { Success: true } match) return false;
        var stride = int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var count = int.Parse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        if (stride > MaxStride || count > MaxCount || (long)(count - 1) * stride >= MaxStride) return false;
        layout = new OutputLayout(stride, count);
        return true;
    }

    [GeneratedRegex("^strided-([1-9][0-9]{0,4})x([1-9][0-9]{0,3})-v1$", RegexOptions.CultureInvariant)]
    private static partial Regex StridedPattern();
}
