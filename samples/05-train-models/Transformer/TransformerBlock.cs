using System.Numerics;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>
/// One block: h = x + O z with z the squared attention of the rows x; u = W1 h; a = u / 2 + alpha u^2; g = h + W2 a + b2. Feature
/// d - 1 of every row is the constant 1 from beginning to end: O, W2 and b2 write nothing there, and the biases of the other layers
/// are their weights from it. The last block gives one row, the mean of g over tokens, and W2 is applied once, to the mean
/// of a. Only there is a b2: before another block it would give rows of padding a value, which is what must not be.
/// </summary>
public sealed class TransformerBlock<T>
    where T : unmanaged, INumber<T>
{
    private readonly bool _isLast;
    private readonly TransformerLayers<T> _layers;
    private readonly SquaredAttention<T> _attention;
    private readonly TokenRows<T> _q, _k, _v, _z, _h, _u, _a, _mean, _dq, _dk, _dv, _dz, _dh, _da, _du;

    /// <param name="shape">The form.</param>
    /// <param name="offset">Where the numbers of the block begin among those of the model.</param>
    /// <param name="isLast">Whether the mean over tokens follows.</param>
    public TransformerBlock(TransformerShape shape, int offset, bool isLast)
    {
        _isLast = isLast;
        _layers = new TransformerLayers<T>(shape, offset, hasBias: isLast);
        _attention = new SquaredAttention<T>(shape.Tokens, shape.Heads, shape.Features, 1.0 / shape.Features);
        (_q, _k, _v, _z, _h) = (Rows(1), Rows(1), Rows(1), Rows(1), Rows(1));
        (_dq, _dk, _dv, _dz, _dh) = (Rows(1), Rows(1), Rows(1), Rows(1), Rows(1));
        var hidden = shape.HiddenFeatures / shape.Features;
        (_u, _a, _mean, _da, _du) = (Rows(hidden), Rows(hidden), Rows(hidden), Rows(hidden), Rows(hidden));

        TokenRows<T> Rows(int blocks) => new(shape.Tokens, blocks, shape.Features);
    }

    public TransformerLayers<T> Layers => _layers;

    public SquaredAttention<T> Attention => _attention;

    /// <summary>The arguments u of the activation in the last <see cref="Forward"/>.</summary>
    public TokenRows<T> Arguments => _u;

    public void Forward(ReadOnlySpan<T> parameters, TokenRows<T> x, int length, TokenRows<T> output)
    {
        _layers.Query.Forward(parameters, x, length, _q);
        _layers.Key?.Forward(parameters, x, length, _k);
        _layers.Value?.Forward(parameters, x, length, _v);
        _attention.Forward(_q, Keys(x), Values(x), length, parameters[_layers.Offsets], _z);
        _layers.Output.Forward(parameters, _z, length, _h);
        for (var t = 0; t < length; t++)
            VectorMath.AddScaled(T.One, x[t], _h[t]);
        _layers.First.Forward(parameters, _h, length, _u);
        Activation.Forward(parameters[_layers.Coefficient], _u, length, _a);

        var rows = _isLast ? 1 : length;
        if (_isLast)
            Average(_a, length, _mean);
        _layers.Second.Forward(parameters, _isLast ? _mean : _a, rows, output);
        for (var t = 0; t < rows; t++)
            VectorMath.AddScaled(T.One, parameters[_layers.Bias], output[t]);
        for (var t = 0; t < length; t++)
            VectorMath.AddScaled(_isLast ? T.One / T.CreateChecked(length) : T.One, _h[t], output[_isLast ? 0 : t]);
    }

    /// <summary>Adds to the gradient of the parameters and writes that of the rows x.</summary>
    public void Backward(
        ReadOnlySpan<T> parameters, TokenRows<T> x, int length, TokenRows<T> outputGradients, Span<T> gradient, TokenRows<T> dx)
    {
        var rows = _isLast ? 1 : length;
        for (var t = 0; t < rows; t++)
            VectorMath.AddScaled<T>(T.One, outputGradients[t], gradient[_layers.Bias]);
        _da.Clear(rows);
        _layers.Second.Backward(_isLast ? _mean : _a, rows, outputGradients, gradient, _da);
        _dh.Clear(length);
        for (var t = 0; t < length; t++)
            VectorMath.AddScaled(_isLast ? T.One / T.CreateChecked(length) : T.One, outputGradients[_isLast ? 0 : t], _dh[t]);
        Activation.Backward(parameters[_layers.Coefficient], _u, length, _da, _isLast, gradient[_layers.Coefficient], _du);
        _layers.First.Backward(_h, length, _du, gradient, _dh);

        dx.Clear(length);
        for (var t = 0; t < length; t++)
            VectorMath.AddScaled(T.One, _dh[t], dx[t]);
        _dz.Clear(length);
        _layers.Output.Backward(_z, length, _dh, gradient, _dz);
        _dq.Clear(length);
        _dk.Clear(length);
        _dv.Clear(length);
        _attention.Backward(
            _q, Keys(x), Values(x), length, _dz, gradient[_layers.Offsets],
            _dq, _layers.Key is null ? dx : _dk, _layers.Value is null ? dx : _dv);
        _layers.Query.Backward(x, length, _dq, gradient, dx);
        _layers.Key?.Backward(x, length, _dk, gradient, dx);
        _layers.Value?.Backward(x, length, _dv, gradient, dx);
    }

    private TokenRows<T> Keys(TokenRows<T> x) => _layers.Key is null ? x : _k;

    private TokenRows<T> Values(TokenRows<T> x) => _layers.Value is null ? x : _v;

    private static void Average(TokenRows<T> rows, int length, TokenRows<T> mean)
    {
        mean.Clear(1);
        for (var t = 0; t < length; t++)
            for (var block = 0; block < rows.Blocks; block++)
                VectorMath.AddScaled(T.One / T.CreateChecked(length), rows[t, block], mean[0, block]);
    }
}
