using System.Numerics;
using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>
/// A linear layer without bias from blocks of d features to blocks of d features, each d x d matrix kept as its first g generalised
/// diagonals (<see cref="DiagonalProduct"/>). Its numbers are a range of the model's: block (in, out) after block, diagonal after
/// diagonal. All g = d diagonals make a dense layer.
/// </summary>
public sealed class DiagonalLinear<T>(int offset, int inputBlocks, int outputBlocks, int features, int diagonals, bool keepsConstant)
    where T : unmanaged, INumber<T>
{
    // The diagonals by input instead of by output, for products with the transposed matrices.
    private readonly T[] _byInput = new T[inputBlocks * outputBlocks * diagonals * features];

    public int Count => _byInput.Length;

    private int BlockLength => diagonals * features;

    /// <summary>Normal weights; those to the constant feature, if that must stay, are zero.</summary>
    public void Initialize(Span<T> parameters, TrainingRandom random, double deviation)
    {
        var all = parameters.Slice(offset, Count);
        for (var i = 0; i < all.Length; i++)
        {
            var value = deviation * random.NextGaussian();
            all[i] = keepsConstant && i % features == features - 1 ? T.Zero : T.CreateTruncating(value);
        }
    }

    /// <summary>Must be called when the weights have changed.</summary>
    public void Refresh(ReadOnlySpan<T> parameters)
    {
        var all = parameters.Slice(offset, Count);
        for (var row = 0; row < all.Length / features; row++)
        {
            var k = row % diagonals;
            var source = all.Slice(row * features, features);
            var target = _byInput.AsSpan(row * features, features);
            source[(features - k)..].CopyTo(target);
            source[..(features - k)].CopyTo(target[k..]);
        }
    }

    /// <summary>outputs = weights * inputs; the inputs are wrapped here, the outputs are not.</summary>
    public void Forward(ReadOnlySpan<T> parameters, TokenRows<T> inputs, int length, TokenRows<T> outputs)
    {
        inputs.Wrap(length);
        for (var t = 0; t < length; t++)
            for (var o = 0; o < outputBlocks; o++)
            {
                var output = outputs[t, o];
                output.Clear();
                for (var i = 0; i < inputBlocks; i++)
                    DiagonalProduct.Accumulate(
                        inputs.Values.AsSpan(inputs.Offset(t, i), 2 * features), 0, 1, Block(parameters, i, o), output);
            }
    }

    /// <summary>Adds to the gradient of the weights and, if they are given, to those of the inputs. Wraps the outputs' gradients.</summary>
    public void Backward(
        TokenRows<T> inputs, int length, TokenRows<T> outputGradients, Span<T> gradient, TokenRows<T>? inputGradients)
    {
        outputGradients.Wrap(length);
        for (var o = 0; o < outputBlocks; o++)
            for (var i = 0; i < inputBlocks; i++)
            {
                DiagonalProduct.AccumulateGradient<T>(
                    inputs.Values.AsSpan(inputs.Offset(0, i)), inputs.Stride,
                    outputGradients.Values.AsSpan(outputGradients.Offset(0, o)), outputGradients.Stride,
                    length, features, gradient.Slice(offset + BlockIndex(i, o) * BlockLength, BlockLength));
                if (inputGradients is null)
                    continue;
                var weights = _byInput.AsSpan(BlockIndex(i, o) * BlockLength, BlockLength);
                for (var t = 0; t < length; t++)
                    DiagonalProduct.Accumulate(
                        outputGradients.Values.AsSpan(outputGradients.Offset(t, o), 2 * features), features, -1, weights, inputGradients[t, i]);
            }
    }

    /// <summary>Nothing moves a weight to the constant feature of the output, if that must stay.</summary>
    public void Constrain(Span<T> gradient)
    {
        if (!keepsConstant)
            return;
        for (var row = 0; row < Count / features; row++)
            gradient[offset + row * features + features - 1] = T.Zero;
    }

    /// <summary>The weights as torch.nn.Linear has them, [out, in], zero where there is no diagonal.</summary>
    public float[] ToMatrix(ReadOnlySpan<T> parameters)
    {
        var width = inputBlocks * features;
        var matrix = new float[outputBlocks * features * width];
        for (var i = 0; i < inputBlocks; i++)
            for (var o = 0; o < outputBlocks; o++)
            {
                var block = Block(parameters, i, o);
                for (var k = 0; k < diagonals; k++)
                    for (var f = 0; f < features; f++)
                        matrix[(o * features + f) * width + i * features + (f + k) % features] = float.CreateTruncating(block[k * features + f]);
            }

        return matrix;
    }

    private int BlockIndex(int input, int output) => input * outputBlocks + output;

    private ReadOnlySpan<T> Block(ReadOnlySpan<T> parameters, int input, int output) =>
        parameters.Slice(offset + BlockIndex(input, output) * BlockLength, BlockLength);
}
