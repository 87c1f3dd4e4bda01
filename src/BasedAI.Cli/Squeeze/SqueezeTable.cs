using System.Globalization;

namespace BasedAI.Cli;

/// <summary>The passes as a table: exact ones, then those that change the model, ratios to the baseline at the right.</summary>
internal static class SqueezeTable
{
    public static void Write(TextWriter output, IReadOnlyList<SqueezeRow> rows)
    {
        bool hasAccuracy = rows.Any(static row => row.Accuracy is not null);
        output.WriteLine(
            $"  {"pass",-23}{"KS",5}{"hoist",6}{"relin",6}{"ct·ct",6}{"pt·ct",6}{"resc",6}{"depth",6}{"NTTs",8}{"keys",5}{"key MB",8}{"up MB",7}{"log N",6}{"log QP",7}{"est ms",8}{"KS ÷",7}{"NTT ÷",7}{(hasAccuracy ? $"{"accuracy",10}" : "")}");
        bool wasExact = true;
        foreach (var row in rows)
        {
            if (wasExact && !row.Exact) output.WriteLine("  -- the passes below change the model --");
            wasExact = row.Exact;
            output.WriteLine(Line(row, hasAccuracy));
        }
    }

    private static string Line(SqueezeRow row, bool hasAccuracy)
    {
        string accuracy = hasAccuracy ? $"{(row.Accuracy is { } value ? Amounts.Percent(value) : "-"),10}" : "";
        return row.Counters is not { } c
            ? $"  {row.Pass,-23}{"(no circuit yet: a later pass makes the layers computable)",-98}{accuracy}"
            : string.Create(CultureInfo.InvariantCulture,
                $"  {row.Pass,-23}{c.KeySwitches,5}{c.Hoisted,6}{c.Relinearizations,6}{c.CiphertextProducts,6}{c.PlaintextProducts,6}{c.Rescales,6}{c.Depth,6}{c.Ntts,8}{c.RotationKeys,5}{c.KeyBytes / 1e6,8:F1}{c.UploadBytes / 1e6,7:F2}{c.LogN,6}{c.LogQP,7:F0}{c.EstimatedMilliseconds,8:F0}{row.KeySwitchRatio,7:F1}{row.NttRatio,7:F1}{accuracy}");
    }
}
