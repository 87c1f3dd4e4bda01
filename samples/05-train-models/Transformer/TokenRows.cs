namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>
/// One row a token, a row of one or more blocks of d features. Each block has room for its features twice, the second time as far as
/// <see cref="Wrap"/> has copied them: a rotation of the block is then a plain range of it.
/// </summary>
public sealed class TokenRows<T>(int tokens, int blocks, int features)
    where T : unmanaged
{
    public T[] Values { get; } = new T[tokens * blocks * 2 * features];

    public int Blocks => blocks;

    public int Features => features;

    /// <summary>Distance between the rows of neighbouring tokens.</summary>
    public int Stride => blocks * 2 * features;

    public int Offset(int token, int block) => token * Stride + block * 2 * features;

    /// <summary>The d features of a block of a token.</summary>
    public Span<T> this[int token, int block = 0] => Values.AsSpan(Offset(token, block), features);

    /// <summary>Repeats the features of each block behind them.</summary>
    public void Wrap(int length)
    {
        for (var row = 0; row < length * blocks; row++)
            Values.AsSpan(row * 2 * features, features).CopyTo(Values.AsSpan(row * 2 * features + features));
    }

    public void Clear(int length) => Values.AsSpan(0, length * Stride).Clear();
}
