namespace BasedAI.Cerberus;

/// <summary>What the kernels share while one graph is lowered.</summary>
internal sealed class LoweringContext(SlotProgramBuilder builder, SlotGeometry geometry, CircuitSchedule schedule, SplitChooser splits)
{
    private readonly Dictionary<string, SlotVector> _vectors = new(StringComparer.Ordinal);

    public SlotProgramBuilder Builder { get; } = builder;

    public SlotGeometry Geometry { get; } = geometry;

    public CircuitSchedule Schedule { get; } = schedule;

    public SplitChooser Splits { get; } = splits;

    /// <summary>A vector that is the same wherever it has this name: masks.</summary>
    public SlotVector GetVector(string name, Func<int, int, int, double> value)
    {
        if (!_vectors.TryGetValue(name, out var vector)) _vectors.Add(name, vector = Geometry.Fill(name, value));
        return vector;
    }

    /// <summary>A rotation by features.</summary>
    public int RotateFeatures(int step, int features) => Builder.Rotate(step, Geometry.FeatureStride * features);
}
