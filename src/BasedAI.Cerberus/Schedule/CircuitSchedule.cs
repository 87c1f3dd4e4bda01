namespace BasedAI.Cerberus;

/// <summary>Who makes the copies of the rows that attention needs, shifted by tokens.</summary>
public enum ShiftSource
{
    /// <summary>The server, from the rows: two rotations and two masks a shift.</summary>
    Server,

    /// <summary>The server, from a second ciphertext whose replicas are shifted already: a level and some twenty key switches for the smallest upload.</summary>
    Spread,

    /// <summary>The client: no key switch, no level, and a ciphertext a shift.</summary>
    Client,
}

/// <summary>How the scores of attention are computed.</summary>
public enum ScoreKernel
{
    /// <summary>A ciphertext, a sum over features and a square for every shift between two tokens.</summary>
    PerShift,

    /// <summary>All T² scores of a head in one ciphertext.</summary>
    Packed,
}

/// <summary>How a linear layer divides its diagonals.</summary>
public enum LinearKernel
{
    /// <summary>A rotation a diagonal (Halevi–Shoup 2014).</summary>
    Diagonals,

    /// <summary>Baby steps and giant steps, each pair of blocks for itself, about as many of one as of the other (Halevi–Shoup 2018).</summary>
    SquareRoot,

    /// <summary>The split with the least time by the cost table; blocks share baby steps of their inputs and giant steps of their outputs.</summary>
    Cheapest,
}

/// <summary>When products are relinearised and rescaled.</summary>
public enum Placement
{
    /// <summary>After each product.</summary>
    Eager,

    /// <summary>When a sum of products is used by something that needs it.</summary>
    Lazy,
}

/// <summary>How a graph is run, as far as the answer does not depend on it: what the passes decide that do not change the model.</summary>
public sealed record CircuitSchedule
{
    /// <summary>Token shifts.</summary>
    public ShiftSource Shifts { get; init; } = ShiftSource.Server;

    /// <summary>Scores.</summary>
    public ScoreKernel Scores { get; init; } = ScoreKernel.PerShift;

    /// <summary>Linear layers.</summary>
    public LinearKernel Linear { get; init; } = LinearKernel.SquareRoot;

    /// <summary>Whether a step that two layers need is computed once.</summary>
    public bool ShareSteps { get; init; }

    /// <summary>Relinearisation.</summary>
    public Placement Relinearization { get; init; } = Placement.Eager;

    /// <summary>Rescaling.</summary>
    public Placement Rescaling { get; init; } = Placement.Eager;

    /// <summary>Whether rotations of one ciphertext share its decomposition.</summary>
    public bool HoistRotations { get; init; }

    /// <summary>Whether a fresh ciphertext has only the primes its use needs.</summary>
    public bool InputsAtLevelOfUse { get; init; }

    /// <summary>Whether keys have only the primes their use needs.</summary>
    public bool TruncateKeys { get; init; }

    /// <summary>log2 of the scale; 31 to 45.</summary>
    public int ScaleBits { get; init; } = 40;
}
