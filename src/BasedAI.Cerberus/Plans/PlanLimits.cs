namespace BasedAI.Cerberus;

/// <summary>Bounds checked before anything is allocated for a plan.</summary>
public static class PlanLimits
{
    /// <summary>Largest plan: 64 MiB.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Most instructions.</summary>
    public const int MaxInstructions = 1 << 16;

    /// <summary>Most plaintext operands.</summary>
    public const int MaxOperands = 1 << 12;

    /// <summary>Most operand coefficients in all (256 MiB once unpacked).</summary>
    public const int MaxCoefficients = 1 << 25;

    /// <summary>Most input ports.</summary>
    public const int MaxInputs = 256;

    /// <summary>Most segments.</summary>
    public const int MaxSegments = 64;

    /// <summary>Largest magnitude of <see cref="ExecutionPlan.PredictedNoiseBits"/>: beyond it a double has no such number.</summary>
    public const double MaxNoiseBits = 1024;

    /// <summary>Most Galois keys.</summary>
    public const int MaxGaloisKeys = 1 << 12;

    /// <summary>Longest name or layout in UTF-8 bytes.</summary>
    public const int MaxTextBytes = 128;

    /// <summary>Largest ring degree a plan may ask for: N = 2^16.</summary>
    public const int MaxLogN = 16;
}
