using System.Collections.Concurrent;

namespace BasedAI.Cerberus;

/// <summary>
/// Turns a graph and a schedule into a circuit for the smallest ring that carries it. Keeps the programs it made, since only the scale differs between many of them. Thread-safe.
/// </summary>
public sealed class CerberusCompiler
{
    private readonly CostTable _costs;
    private readonly ConcurrentDictionary<(ModelGraph, CircuitSchedule, int), SlotProgram> _programs = new();

    /// <summary>With a table of measured times; the shipped one if none is given.</summary>
    public CerberusCompiler(CostTable? costs = null) => _costs = costs ?? CostTable.Default;

    /// <summary>Lowers and chooses parameters.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="schedule">How it is run.</param>
    /// <exception cref="ModelFormatException">A layer has no encrypted form, or no ring is large enough.</exception>
    public CompiledModel Compile(ModelGraph graph, CircuitSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(schedule);
        var (parameters, program) = ParameterChoice.Choose(
            slots => _programs.GetOrAdd((graph, schedule with { ScaleBits = 0 }, slots), _ => GraphLowering.Lower(graph, schedule, slots, _costs)), schedule.ScaleBits, ParameterChoice.DefaultHeadroomBits);
        return new CompiledModel(graph, schedule, parameters, program, _costs);
    }
}
