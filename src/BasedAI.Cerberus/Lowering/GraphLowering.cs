using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>Turns a graph into a program, kernel by kernel, as a schedule says.</summary>
internal sealed class GraphLowering
{
    private readonly ModelGraph _graph;
    private readonly LoweringContext _context;
    private readonly Dictionary<string, LoweredValue> _values = new(StringComparer.Ordinal);

    private GraphLowering(ModelGraph graph, LoweringContext context) => (_graph, _context) = (graph, context);

    /// <summary>Lowers twice: the second time the level of each layer is known, by which linear layers are divided.</summary>
    /// <exception cref="ModelFormatException">A layer has no kernel; the message names it and what to do.</exception>
    public static SlotProgram Lower(ModelGraph graph, CircuitSchedule schedule, int slotCount, CostTable costs)
    {
        var program = Lower(graph, schedule, slotCount, new SplitChooser(costs, ImmutableDictionary<string, int>.Empty));
        return schedule.Linear == LinearKernel.Cheapest ? Lower(graph, schedule, slotCount, new SplitChooser(costs, LevelsOf(program))) : program;
    }

    private static SlotProgram Lower(ModelGraph graph, CircuitSchedule schedule, int slotCount, SplitChooser splits)
    {
        var builder = new SlotProgramBuilder(slotCount, schedule.ShareSteps);
        return new GraphLowering(graph, new LoweringContext(builder, new SlotGeometry(graph.Input, slotCount), schedule, splits)).Run();
    }

    /// <summary>The level of the first product of each layer, found by the names of vectors ("layer-o-i-k").</summary>
    private static Dictionary<string, int> LevelsOf(SlotProgram program)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < program.Instructions.Length; i++)
        {
            if (program.Instructions[i].Vector is not { } vector) continue;
            int end = vector.Name.IndexOf('-', StringComparison.Ordinal);
            if (end > 0) levels.TryAdd(vector.Name[..end], program.Heights[i] + 1);
        }
        return levels;
    }

    private SlotProgram Run()
    {
        int output = -1;
        foreach (var node in _graph.Nodes)
        {
            _context.Builder.BeginSegment(node.Name);
            var value = Apply(node);
            _values[node.Name] = value;
            output = value.Blocks[0];
        }
        var last = _values[_graph.Output.Name];
        return last.Blocks.Count == 1
            ? _context.Builder.ToProgram(output)
            : throw new ModelFormatException($"Layer \"{_graph.Output.Name}\" ends the model with {last.Blocks.Count} ciphertexts; a model ends with one. Add a pooling or a layer of at most {_context.Geometry.Features} outputs.");
    }

    private LoweredValue Apply(GraphNode node) => node.Operation switch
    {
        ClientLayer => IsClientSide(node.Name)
            ? Rows(thirds: 0)
            : throw new ModelFormatException($"Layer \"{node.Name}\" ({node.Operation.Describe()}) comes after an encrypted layer and has no encrypted form. Replace it by a polynomial or a linear layer and train again."),
        AttentionLayer attention => AttentionKernels.Apply(_context, node.Name, attention, Rows(node), Rows(node, thirds: 3), ConstantFeatures.IndexOf(_graph, node.Inputs[0])),
        FusedAttentionLayer attention when _context.Schedule.Scores == ScoreKernel.Packed => PackedAttentionKernel.Apply(_context, node.Name, attention, Rows(node)),
        FusedAttentionLayer attention => AttentionKernels.Apply(_context, node.Name, attention, Rows(node), Rows(node, thirds: 3)),
        LinearLayer linear => Apply(node, linear),
        PolynomialLayer polynomial => PolynomialKernel.Apply(_context, node.Name, polynomial, Value(node.Inputs[0])),
        ResidualSum => Add(Value(node.Inputs[0]), Value(node.Inputs[1])),
        TokenPool => Pool(node.Name, Value(node.Inputs[0])),
        ReadoutLayer readout => Apply(node, readout),
        _ => throw new ModelFormatException($"Layer \"{node.Name}\" ({node.Operation.Describe()}) has no encrypted form. Approximate it by a polynomial first."),
    };

    private LoweredValue Value(string name) => name == ModelGraph.InputName ? Rows(thirds: 0) : _values[name];

    private LoweredValue Rows(int thirds) => new(
        [_context.Builder.Input(thirds == 0 ? "rows" : "rows-over-n", _context.Geometry.GetLayout(plain => plain with { LengthThirds = thirds }))], Places.All);

    /// <summary>The rows that attention reads: what the client sends, so that it can send shifted or divided copies too.</summary>
    private LoweredValue Rows(GraphNode node, int thirds = 0) => IsClientSide(node.Inputs[0])
        ? Rows(thirds)
        : throw new ModelFormatException($"Layer \"{node.Name}\": attention over the result of an encrypted layer is not supported. Use one block, or train the model with attention first.");

    private bool IsClientSide(string name) => name == ModelGraph.InputName || (_graph.Find(name) is { Operation: ClientLayer } node && IsClientSide(node.Inputs[0]));

    private LoweredValue Apply(GraphNode node, LinearLayer linear)
    {
        var value = Value(node.Inputs[0]);
        if (value.Places == Places.First)
        {
            int read = ReadoutKernel.Apply(_context, node.Name, [(value, linear.Weight)], sumTokens: false);
            return new LoweredValue([WithBias(node, read, linear.Bias)], Places.First);
        }
        var blocks = LinearKernels.Apply(_context, node.Name, value.Blocks, linear.Weight);
        return value with { Blocks = [.. blocks.Select((block, o) => WithBias(node, block, linear.Bias, o))] };
    }

    private int WithBias(GraphNode node, int step, ImmutableArray<double> bias, int block = 0)
    {
        if (bias.All(static value => value == 0)) return step;
        if (!_context.Geometry.IsRecord)
            throw new ModelFormatException($"Layer \"{node.Name}\" has a bias that is not in the constant feature, so padding tokens would count. Set input.constantFeature, or leave the bias out.");
        int d = _context.Geometry.Features;
        return _context.Builder.Add(step, _context.Geometry.Fill($"{node.Name}.bias{block}", (_, _, j) => (block * d) + j < bias.Length ? bias[(block * d) + j] : 0));
    }

    private LoweredValue Add(LoweredValue left, LoweredValue right)
    {
        var places = (Places)Math.Max((int)left.Places, (int)right.Places);           // what both hold
        return new LoweredValue([.. left.Blocks.Zip(right.Blocks, _context.Builder.Add)], places);
    }

    private LoweredValue Pool(string name, LoweredValue value)
    {
        if (value.Places == Places.First) throw new ModelFormatException($"Layer \"{name}\" pools what is pooled already.");
        return new LoweredValue([.. value.Blocks.Select(block => _context.Builder.Fold(block, _context.Geometry.TokenStride, _context.Geometry.Tokens))], Places.First);
    }

    private LoweredValue Apply(GraphNode node, ReadoutLayer readout)
    {
        int read = ReadoutKernel.Apply(_context, node.Name, [.. node.Inputs.Zip(readout.Weights, (name, weight) => (Value(name), weight))], sumTokens: !_context.Geometry.IsRecord);
        return new LoweredValue([WithBias(node, read, readout.Bias)], Places.First);
    }
}
