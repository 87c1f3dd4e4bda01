using System.Collections.Immutable;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>A graph with a schedule, parameters and the program that came of them. Immutable; the plan is made when it is asked for.</summary>
public sealed class CompiledModel
{
    private readonly CostTable _costs;
    private readonly ProgramOperands _operands;
    private readonly Lazy<PassCounters> _counters;

    internal CompiledModel(ModelGraph graph, CircuitSchedule schedule, CkksParameters parameters, SlotProgram program, CostTable costs)
    {
        (Graph, Schedule, Parameters, Program, _costs) = (graph, schedule, parameters, program, costs);
        _operands = new ProgramOperands(parameters);
        Scales = new ProgramScales(program, schedule, parameters);
        _counters = new Lazy<PassCounters>(Count);
    }

    /// <summary>The model.</summary>
    public ModelGraph Graph { get; }

    /// <summary>How it is run.</summary>
    public CircuitSchedule Schedule { get; }

    /// <summary>The ring and its primes.</summary>
    public CkksParameters Parameters { get; }

    /// <summary>The circuit.</summary>
    public SlotProgram Program { get; }

    /// <summary>What it costs.</summary>
    public PassCounters Counters => _counters.Value;

    /// <summary>The layout of the answer: number i is in slot i·stride, times n for a text.</summary>
    public string OutputLayout => FormattableString.Invariant($"strided-{Geometry.FeatureStride}x{Graph.OutputCount}-v1");

    internal ProgramScales Scales { get; }

    internal SlotGeometry Geometry => new(Graph.Input, Program.SlotCount);

    /// <summary>The answer of the circuit in the clear, slot by slot.</summary>
    /// <param name="rows">T × d.</param>
    /// <param name="length">n.</param>
    public double[] RunInTheClear(double[,] rows, int length)
    {
        double[] slots = new ProgramRun<double[]>(Program, Schedule, Scales, _operands, new CleartextAlgebra()).Run(PackInputs(rows, length));
        return [.. Enumerable.Range(0, Graph.OutputCount).Select(i => slots[i * Geometry.FeatureStride] / (Graph.Input.IsRecord ? 1 : length))];
    }

    /// <summary>What a client puts into the slots of each port.</summary>
    public double[][] PackInputs(double[,] rows, int length) => [.. Program.Ports.Select(port => PortLayouts.Pack(port.Layout, Graph.Input, Program.SlotCount, rows, length))];

    /// <summary>The plan: the same graph, schedule and parameters give the same bytes.</summary>
    /// <exception cref="PlanFormatException">The plan is beyond a limit of the format.</exception>
    /// <param name="predictedNoiseBits">See <see cref="ExecutionPlan.PredictedNoiseBits"/>.</param>
    public ExecutionPlan ToPlan(double? predictedNoiseBits = null)
    {
        var recorder = new PlanRecorder(Parameters);
        PlanRegister[] inputs = [.. Program.Ports.Select((port, i) =>
        {
            int level = Scales.GetInputLevel(i);
            return recorder.Input(port.Name, port.Layout, level, Scales[level]);
        })];
        var run = new ProgramRun<PlanRegister>(Program, Schedule, Scales, _operands, recorder)
        {
            Starting = step =>
            {
                foreach (var segment in Program.Segments)
                    if (segment.Start == step) recorder.BeginSegment(segment.Name);
            },
        };
        return recorder.ToPlan("answer", OutputLayout, run.Run(inputs), predictedNoiseBits);
    }

    internal T Evaluate<T>(ICkksAlgebra<T> algebra, IReadOnlyList<T> inputs) => new ProgramRun<T>(Program, Schedule, Scales, _operands, algebra).Run(inputs);

    private PassCounters Count()
    {
        var costs = new CostAlgebra(Parameters);
        var times = new TimeAlgebra(Parameters, _costs);
        ImmutableArray<int> levels = [.. Program.Ports.Select((_, i) => Scales.GetInputLevel(i))];
        Evaluate(costs, [.. levels.Select(level => costs.Input(level, Scales[level]))]);
        Evaluate(times, [.. levels.Select(level => times.Input(level, Scales[level]))]);
        var keys = Schedule.TruncateKeys ? costs.RequiredKeys : AtFullLevel(costs.RequiredKeys);
        return new PassCounters
        {
            KeySwitches = costs.Cost.KeySwitches,
            Hoisted = costs.Cost.HoistedRotations,
            CiphertextProducts = costs.Cost.CiphertextProducts,
            PlaintextProducts = costs.Cost.PlaintextProducts,
            Relinearizations = costs.Cost.Relinearizations,
            Rescales = costs.Cost.Rescales,
            Depth = Program.Depth,
            Ntts = costs.Cost.KeySwitchNtts,
            RotationKeys = keys.Galois.Length,
            KeyBytes = WireSizes.OfKeys(Parameters, keys),
            Inputs = levels.Length,
            UploadBytes = WireSizes.OfFreshBundle(Parameters, levels),
            ResultBytes = WireSizes.OfComputedBundle(Parameters, 0),
            LogN = Parameters.LogN,
            LogQP = Parameters.LogQP,
            EstimatedMilliseconds = times.Milliseconds,
        };
    }

    private EvaluationKeyRequest AtFullLevel(EvaluationKeyRequest keys) => new(
        keys.RelinearizationLevel is null ? null : Parameters.MaxLevel,
        [.. keys.Galois.Select(key => key with { Level = Parameters.MaxLevel })]);
}
