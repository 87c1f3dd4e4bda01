using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>Fills ports as clients do, for running circuits in the clear.</summary>
internal static class PortLayouts
{
    public static double[] Pack(string layout, GraphInput input, int slotCount, double[,] rows, int length)
    {
        double[] slots = new double[slotCount];
        if (input.IsRecord)
        {
            int period = int.Parse(layout["record-p".Length..^"-v1".Length], System.Globalization.CultureInfo.InvariantCulture);
            for (int i = 0; i < slots.Length; i++) slots[i] = i % period < rows.GetLength(1) ? rows[0, i % period] : 0;
            return slots;
        }
        if (!TokenLayout.TryParse(layout, input.Tokens, input.Features, out var tokens)) throw new ArgumentException($"\"{layout}\" is no layout of {input.Tokens} x {input.Features}.", nameof(layout));
        tokens.Pack(rows, length, slots);
        return slots;
    }
}
