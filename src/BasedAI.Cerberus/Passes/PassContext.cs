namespace BasedAI.Cerberus;

/// <summary>What passes may look at beside the state.</summary>
public sealed record PassContext
{
    /// <summary>Who turns states into circuits.</summary>
    public CerberusCompiler Compiler { get; init; } = new();

    /// <summary>Inputs to measure on, or null.</summary>
    public CalibrationData? Calibration { get; init; }

    /// <summary>The model as it was trained again after the lossy passes, or null.</summary>
    public ModelGraph? TrainedAgain { get; init; }

    /// <summary>What is wanted.</summary>
    public CompilerOptions Options { get; init; } = new();
}

/// <summary>What is wanted of a plan.</summary>
public sealed record CompilerOptions
{
    /// <summary>Who makes the shifted copies of the rows: <see cref="ShiftSource.Client"/> for the fastest plan, <see cref="ShiftSource.Spread"/> for the smallest upload.</summary>
    public ShiftSource Shifts { get; init; } = ShiftSource.Client;

    /// <summary>Heads that stay, where heads are pruned.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>Diagonals of each block of weights that stay, where diagonals are pruned.</summary>
    public int Diagonals { get; init; } = 16;

    /// <summary>log2 of the scale before it is made as small as it may be; 31 to 45.</summary>
    public int ScaleBits { get; init; } = 40;

    /// <summary>Largest error of an output the modulus may be shrunk to, predicted at six standard deviations.</summary>
    public double MaxError { get; init; } = 1e-3;

    /// <summary>Names of passes that are left out.</summary>
    public IReadOnlySet<string> Without { get; init; } = new HashSet<string>();
}

/// <summary>Inputs of a model with their labels.</summary>
/// <param name="Examples">The inputs.</param>
public sealed record CalibrationData(IReadOnlyList<CalibrationExample> Examples);

/// <summary>One input.</summary>
/// <param name="Rows">T × d.</param>
/// <param name="Length">n.</param>
/// <param name="Label">Its class, or −1.</param>
public sealed record CalibrationExample(double[,] Rows, int Length, int Label);
