using System.CommandLine;

namespace BasedAI.Cli;

/// <summary>A command with the examples its help shows.</summary>
internal sealed class CliCommand(string name, string description, string examples) : Command(name, description)
{
    /// <summary>Lines of the form <c>based … # what it does</c>.</summary>
    public string Examples { get; } = examples;
}
