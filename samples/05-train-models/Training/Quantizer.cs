using System.Numerics;
using BasedAI.Client.Text;

namespace BasedAI.Samples.TrainModels.Training;

/// <summary>Rounds each word's row to int8 with the scale max|e| / 127: an entry moves by half a step, scale / 2, at most.</summary>
public static class Quantizer
{
    public static EmbeddingTable Quantize<T>(EmbeddingLayer<T> layer)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var (d, stride) = (layer.Dimensions, layer.Features);
        var rows = layer.Words.Length / stride;
        var scales = new float[rows];
        var quantized = new sbyte[rows * d];
        for (var row = 0; row < rows; row++)
        {
            var values = layer.Words.AsSpan(row * stride, d);
            var largest = 0.0;
            foreach (var value in values)
                largest = Math.Max(largest, Math.Abs(double.CreateTruncating(value)));
            scales[row] = (float)(largest / 127);
            if (scales[row] == 0)
                continue;
            for (var j = 0; j < d; j++)
                quantized[row * d + j] = (sbyte)Math.Clamp(Math.Round(double.CreateTruncating(values[j]) / scales[row]), -127, 127);
        }

        var positions = new float[layer.Positions.Length / stride * d];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = float.CreateTruncating(layer.Positions[i / d * stride + i % d]);
        return new EmbeddingTable(d, scales, quantized, positions);
    }
}
