namespace BasedAI.Cerberus;

/// <summary>What the passes work on: a model and how it is run. Immutable.</summary>
/// <param name="Graph">The model.</param>
/// <param name="Schedule">How it is run.</param>
public sealed record CompilerState(ModelGraph Graph, CircuitSchedule Schedule);

/// <summary>One step of Cerberus Squeezing: a state in, a state out. Stateless.</summary>
public interface ICompilerPass
{
    /// <summary>Short name, as in tables and switches: lower case with dashes.</summary>
    string Name { get; }

    /// <summary>One line: what it does.</summary>
    string Summary { get; }

    /// <summary>Whether the answer stays the same but for rounding.</summary>
    bool IsExact { get; }

    /// <summary>The state after it; the same object if there was nothing to do.</summary>
    /// <exception cref="ModelFormatException">The state is not one it can work on; the message says why.</exception>
    CompilerState Run(CompilerState state, PassContext context);
}
