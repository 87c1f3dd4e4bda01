using System.Numerics;
using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>
/// The numbers of one block as a range of those of the model: query (of the squeezed form: M^T), key and value if the shape has them,
/// output, first and second linear layer, score offset c of each head, the activation's alpha, bias b2.
/// </summary>
public sealed class TransformerLayers<T>
    where T : unmanaged, INumber<T>
{
    private const double InitialOffset = 0.7, InitialCoefficient = 0.2;

    private readonly bool _hasBias;

    /// <param name="shape">The form.</param>
    /// <param name="offset">Where the numbers of the block begin among those of the model.</param>
    /// <param name="hasBias">Whether b2 is learned; it stays zero if not.</param>
    public TransformerLayers(TransformerShape shape, int offset, bool hasBias)
    {
        _hasBias = hasBias;
        var end = offset;
        var hidden = shape.HiddenFeatures / shape.Features;
        Query = Layer(1, 1, shape.Diagonals, keepsConstant: false);
        if (shape.ProjectsKeysAndValues)
        {
            Key = Layer(1, 1, shape.Diagonals, keepsConstant: false);
            Value = Layer(1, 1, shape.Diagonals, keepsConstant: false);
        }

        Output = Layer(1, 1, shape.Diagonals, keepsConstant: true);
        First = Layer(1, hidden, shape.Diagonals, keepsConstant: false);
        Second = Layer(hidden, 1, shape.Features, keepsConstant: true);
        Offsets = Take(shape.Heads);
        Coefficient = Take(1);
        Bias = Take(shape.Features);
        Count = end - offset;

        DiagonalLinear<T> Layer(int inputs, int outputs, int diagonals, bool keepsConstant)
        {
            var layer = new DiagonalLinear<T>(end, inputs, outputs, shape.Features, diagonals, keepsConstant);
            end += layer.Count;
            return layer;
        }

        Range Take(int count)
        {
            end += count;
            return (end - count)..end;
        }
    }

    /// <summary>Numbers of the block.</summary>
    public int Count { get; }

    public DiagonalLinear<T> Query { get; }

    public DiagonalLinear<T>? Key { get; }

    public DiagonalLinear<T>? Value { get; }

    public DiagonalLinear<T> Output { get; }

    public DiagonalLinear<T> First { get; }

    public DiagonalLinear<T> Second { get; }

    public Range Offsets { get; }

    public Range Coefficient { get; }

    public Range Bias { get; }

    /// <summary>
    /// Deviations 0.12 of M, 0.06 of O. A head that projects has M_h = Q_h K_h^T and O_h = V_h O_h with 16 features between:
    /// the factors share the deviation so that the entries of the products have it.
    /// </summary>
    public void Initialize(Span<T> parameters, TrainingRandom random, int headFeatures)
    {
        var (matrix, output) = (0.12, 0.06);
        if (Key is not null && Value is not null)
        {
            (matrix, output) = (Math.Sqrt(matrix / Math.Sqrt(headFeatures)), Math.Sqrt(output / Math.Sqrt(headFeatures)));
            Key.Initialize(parameters, random, matrix);
            Value.Initialize(parameters, random, output);
        }

        Query.Initialize(parameters, random, matrix);
        Output.Initialize(parameters, random, output);
        First.Initialize(parameters, random, 0.1);
        Second.Initialize(parameters, random, 0.06);
        parameters[Offsets].Fill(T.CreateChecked(InitialOffset));
        parameters[Coefficient].Fill(T.CreateChecked(InitialCoefficient));
    }

    /// <summary>Must be called when the numbers have changed.</summary>
    public void Refresh(ReadOnlySpan<T> parameters)
    {
        foreach (var layer in All)
            layer.Refresh(parameters);
    }

    /// <summary>Nothing moves a number that would write to the constant feature.</summary>
    public void Constrain(Span<T> gradient)
    {
        foreach (var layer in All)
            layer.Constrain(gradient);
        if (_hasBias)
            gradient[Bias][^1] = T.Zero;
        else
            gradient[Bias].Clear();
    }

    private IEnumerable<DiagonalLinear<T>> All => new[] { Query, Key, Value, Output, First, Second }.OfType<DiagonalLinear<T>>();
}
