using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>A node.</summary>
/// <param name="Name">Unique in its graph, as in the model's file.</param>
/// <param name="Operation">What it does.</param>
/// <param name="Inputs">Names of its operands, each defined before; "input" is the graph's input.</param>
public sealed record GraphNode(string Name, GraphOperation Operation, ImmutableArray<string> Inputs);

/// <summary>What enters a graph.</summary>
/// <param name="Tokens">T; 1 for a record.</param>
/// <param name="Features">d, the constant included.</param>
/// <param name="HasConstantFeature">Whether the last feature is 1 for every real token and biases go through it.</param>
public sealed record GraphInput(int Tokens, int Features, bool HasConstantFeature)
{
    /// <summary>Whether it is one row of numbers, not a text.</summary>
    public bool IsRecord => Tokens == 1;
}

/// <summary>
/// A trained model as a list of layers in order of computation, the last of which is the output. Immutable: a pass gives a new one. A padding token is a zero row from
/// beginning to end, so nothing needs a mask.
/// </summary>
public sealed class ModelGraph
{
    /// <summary>The name of the graph's input.</summary>
    public const string InputName = "input";

    private readonly Dictionary<string, GraphNode> _byName;
    private readonly Dictionary<string, int> _features = new(StringComparer.Ordinal);

    /// <summary>Checks names and shapes.</summary>
    /// <exception cref="ModelFormatException">A name is used twice or before it is defined, or widths do not meet.</exception>
    public ModelGraph(string name, GraphInput input, ImmutableArray<GraphNode> nodes)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (nodes.IsDefaultOrEmpty) throw new ModelFormatException($"Model \"{name}\" has no layers.");
        (Name, Input, Nodes) = (name, input, nodes);
        _byName = new Dictionary<string, GraphNode>(StringComparer.Ordinal);
        _features[InputName] = input.Features;
        foreach (var node in nodes)
        {
            foreach (string operand in node.Inputs)
            {
                if (!_features.ContainsKey(operand))
                    throw new ModelFormatException($"Layer \"{node.Name}\" reads \"{operand}\", which no layer before it makes. Layers are listed in order of computation.");
            }
            if (!_byName.TryAdd(node.Name, node) || node.Name == InputName) throw new ModelFormatException($"Two layers are called \"{node.Name}\".");
            GraphShapes.Check(node, [.. node.Inputs.Select(operand => _features[operand])]);
            _features[node.Name] = node.Operation.GetFeatures([.. node.Inputs.Select(operand => _features[operand])]);
        }
    }

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <summary>What enters.</summary>
    public GraphInput Input { get; }

    /// <summary>The layers.</summary>
    public ImmutableArray<GraphNode> Nodes { get; }

    /// <summary>The last layer.</summary>
    public GraphNode Output => Nodes[^1];

    /// <summary>Numbers that come out.</summary>
    public int OutputCount => _features[Output.Name];

    /// <summary>A layer by its name, or null for the input.</summary>
    public GraphNode? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Width of a value.</summary>
    public int GetFeatures(string name) => _features[name];

    /// <summary>Layers that read a value.</summary>
    public IEnumerable<GraphNode> UsersOf(string name) => Nodes.Where(node => node.Inputs.Contains(name));

    /// <summary>The graph with other layers.</summary>
    public ModelGraph With(IEnumerable<GraphNode> nodes) => new(Name, Input, [.. nodes]);

    /// <summary>The graph with one operation exchanged.</summary>
    public ModelGraph With(string name, GraphOperation operation) => With(Nodes.Select(node => node.Name == name ? node with { Operation = operation } : node));

    /// <summary>The layers, one a line.</summary>
    public override string ToString() => string.Join('\n', Nodes.Select(node => $"{node.Name} = {node.Operation.Describe()} ({string.Join(", ", node.Inputs)})"));
}
