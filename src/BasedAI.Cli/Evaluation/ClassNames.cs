using System.Globalization;

namespace BasedAI.Cli;

/// <summary>The class a label of a file means.</summary>
internal static class ClassNames
{
    /// <summary>By name, without regard to case, or by number from 0; null where the model has no such class.</summary>
    public static int? Find(string label, IReadOnlyList<string> classes)
    {
        for (var i = 0; i < classes.Count; i++)
        {
            if (classes[i].Equals(label, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < classes.Count ? index : null;
    }
}
