using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>Takes tensors by name and shape and remembers which were taken.</summary>
internal sealed class TensorReader(IReadOnlyDictionary<string, Tensor> tensors)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public DenseMatrix Matrix(string name, int? rows, int? columns)
    {
        var tensor = Take(name) ?? throw Missing(name);
        if (tensor.Shape.Length != 2 || tensor.Shape[0] == 0 || tensor.Shape[1] == 0 || (rows ?? tensor.Shape[0]) != tensor.Shape[0] || (columns ?? tensor.Shape[1]) != tensor.Shape[1])
            throw Wrong(name, tensor, $"[{rows?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "out"}, {columns?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "in"}]");
        return DenseMatrix.Create(tensor.Shape[0], tensor.Shape[1], (i, j) => Finite(name, tensor.Values[(i * tensor.Shape[1]) + j]));
    }

    public ImmutableArray<double> Vector(string name, int length, bool isOptional)
    {
        var tensor = Take(name);
        if (tensor is null) return isOptional ? [.. new double[length]] : throw Missing(name);
        return tensor.Shape.Length == 1 && tensor.Shape[0] == length
            ? [.. tensor.Values.ToArray().Select(value => Finite(name, value))]
            : throw Wrong(name, tensor, $"[{length}]");
    }

    /// <summary>Refuses tensors no layer took: a model that is not the one its layers say.</summary>
    public void RequireAllRead()
    {
        string[] left = [.. tensors.Keys.Where(name => !_read.Contains(name)).Order(StringComparer.Ordinal)];
        if (left.Length > 0)
            throw new ModelFormatException($"No layer of config.json uses {left.Length} of the tensors: {string.Join(", ", left.Take(5))}{(left.Length > 5 ? ", …" : "")}. Name the layers as the tensors, or leave the tensors out.");
    }

    private Tensor? Take(string name)
    {
        _read.Add(name);
        return tensors.GetValueOrDefault(name);
    }

    private ModelFormatException Missing(string name) => new(
        $"The weights have no tensor \"{name}\". They have: {string.Join(", ", tensors.Keys.Order(StringComparer.Ordinal).Take(20))}{(tensors.Count > 20 ? ", …" : "")}.");

    private static ModelFormatException Wrong(string name, Tensor tensor, string expected) =>
        new($"Tensor \"{name}\" has the shape [{string.Join(", ", tensor.Shape)}]; {expected} is needed (torch.nn: [out, in]).");

    private static double Finite(string name, float value) => float.IsFinite(value) ? value : throw new ModelFormatException($"Tensor \"{name}\" holds {value}; weights are finite.");
}
