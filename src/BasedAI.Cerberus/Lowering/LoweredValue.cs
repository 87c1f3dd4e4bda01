namespace BasedAI.Cerberus;

/// <summary>Which places of a value hold it; the others hold anything.</summary>
internal enum Places
{
    /// <summary>Every replica and token.</summary>
    All,

    /// <summary>Every token of replica 0.</summary>
    FirstReplica,

    /// <summary>Token 0 of replica 0.</summary>
    First,
}

/// <summary>A value of the graph as steps of a program: one for each block of d features.</summary>
internal sealed record LoweredValue(IReadOnlyList<int> Blocks, Places Places);
