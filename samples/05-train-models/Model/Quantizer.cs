using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Classifier;

namespace BasedAI.Samples.TrainModels.Model;

/// <summary>Rounds each word's row to int8 with the scale max|e| / 127: an entry moves by half a step, scale / 2, at most.</summary>
public static class Quantizer
{
    public static EmbeddingTable Quantize(EmbeddingLayer layer, int dimensions)
    {
        var rows = layer.Words.Length / dimensions;
        var scales = new float[rows];
        var quantized = new sbyte[layer.Words.Length];
        for (var row = 0; row < rows; row++)
        {
            var values = layer.Words.AsSpan(row * dimensions, dimensions);
            var largest = 0.0;
            foreach (var value in values)
                largest = Math.Max(largest, Math.Abs(value));
            scales[row] = (float)(largest / 127);
            if (scales[row] == 0)
                continue;
            for (var j = 0; j < dimensions; j++)
                quantized[row * dimensions + j] = (sbyte)Math.Clamp(Math.Round(values[j] / scales[row]), -127, 127);
        }

        return new EmbeddingTable(dimensions, scales, quantized, Array.ConvertAll(layer.Positions, value => (float)value));
    }
}
