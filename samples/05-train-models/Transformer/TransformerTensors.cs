using System.Numerics;
using BasedAI.Cerberus;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>
/// The trained numbers under the names and in the shapes of torch.nn, [out, in]. Without projections of keys and values those are the
/// identity, and the score offset c sits in the queries, where constant meets constant: c d. A dense first layer has its bias as such,
/// one of few diagonals keeps it as weights from the constant feature.
/// </summary>
public static class TransformerTensors
{
    public static IReadOnlyDictionary<string, Tensor> Of<T>(TransformerModel<T> model)
        where T : unmanaged, INumber<T>
    {
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        for (var b = 0; b < model.Blocks.Count; b++)
            AddBlock(tensors, TransformerConfig.BlockPrefix(model.Shape, b), model.Shape, model.Blocks[b].Layers, model.Parameters);

        var d = model.Shape.Features;
        var weights = Convert<T>(model.Parameters.AsSpan(model.Classifier));
        var bias = TakeColumn(weights, d, d - 1);
        tensors["classifier.weight"] = new Tensor([model.Outputs, d], weights);
        tensors["classifier.bias"] = new Tensor([model.Outputs], bias);
        return tensors;
    }

    private static void AddBlock<T>(
        SortedDictionary<string, Tensor> tensors, string prefix, TransformerShape shape, TransformerLayers<T> layers, ReadOnlySpan<T> parameters)
        where T : unmanaged, INumber<T>
    {
        var (d, hidden) = (shape.Features, shape.HiddenFeatures);
        var offsets = Convert(parameters[layers.Offsets]);
        var query = layers.Query.ToMatrix(parameters);
        var key = layers.Key?.ToMatrix(parameters) ?? Identity(d);
        var value = layers.Value?.ToMatrix(parameters) ?? Identity(d);
        if (!shape.ProjectsKeysAndValues)
        {
            query[^1] += offsets[0] * d;
            offsets[0] = 0;
        }

        tensors[prefix + "attention.in_proj_weight"] = new Tensor([3 * d, d], [.. query, .. key, .. value]);
        tensors[prefix + "attention.score_offset"] = new Tensor([shape.Heads], offsets);
        tensors[prefix + "attention.out_proj.weight"] = new Tensor([d, d], layers.Output.ToMatrix(parameters));

        var first = layers.First.ToMatrix(parameters);
        var bias = shape.Diagonals == d ? TakeColumn(first, d, d - 1) : new float[hidden];
        tensors[prefix + "linear1.weight"] = new Tensor([hidden, d], first);
        tensors[prefix + "linear1.bias"] = new Tensor([hidden], bias);
        tensors[prefix + "activation.coefficients"] = new Tensor([3], [0, 0.5f, .. Convert(parameters[layers.Coefficient])]);
        tensors[prefix + "linear2.weight"] = new Tensor([d, hidden], layers.Second.ToMatrix(parameters));
        tensors[prefix + "linear2.bias"] = new Tensor([d], Convert(parameters[layers.Bias]));
    }

    private static float[] Convert<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        var result = new float[values.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = float.CreateTruncating(values[i]);
        return result;
    }

    // Takes a column out of a matrix and leaves zeros there.
    private static float[] TakeColumn(float[] matrix, int width, int column)
    {
        var result = new float[matrix.Length / width];
        for (var row = 0; row < result.Length; row++)
        {
            result[row] = matrix[row * width + column];
            matrix[row * width + column] = 0;
        }

        return result;
    }

    private static float[] Identity(int size)
    {
        var matrix = new float[size * size];
        for (var i = 0; i < size; i++)
            matrix[i * size + i] = 1;
        return matrix;
    }
}
