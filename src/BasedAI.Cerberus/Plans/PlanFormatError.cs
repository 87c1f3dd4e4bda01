namespace BasedAI.Cerberus;

/// <summary>Ways for a plan to be wrong.</summary>
public enum PlanFormatError
{
    /// <summary>The magic bytes are missing.</summary>
    NotAPlan,

    /// <summary>A format version this software does not know.</summary>
    UnsupportedVersion,

    /// <summary>The file or a count in it exceeds its limit.</summary>
    TooLarge,

    /// <summary>The bytes end too early.</summary>
    Truncated,

    /// <summary>A name or layout is not short printable text.</summary>
    InvalidText,

    /// <summary>Parameters that are malformed or below 128-bit security.</summary>
    InvalidParameters,

    /// <summary>An input or output port that does not fit the parameters or the instructions.</summary>
    InvalidPort,

    /// <summary>A plaintext operand out of range.</summary>
    InvalidOperand,

    /// <summary>An instruction that does not exist or reads what is not there.</summary>
    InvalidInstruction,

    /// <summary>Levels, scales or degrees that do not fit each other.</summary>
    InconsistentLevels,

    /// <summary>An input, operand or intermediate result that nothing uses.</summary>
    Unused,

    /// <summary>The keys listed are not exactly the keys needed.</summary>
    WrongKeys,

    /// <summary>The stated counts or peak of memory are not those of the instructions.</summary>
    WrongCost,

    /// <summary>The content is valid but not written in the one canonical way.</summary>
    NotCanonical,

    /// <summary>Segments that are empty, out of order or beyond the instructions, or two neighbours of one name.</summary>
    InvalidSegment,

    /// <summary>A prediction of noise that is no such number.</summary>
    InvalidPrediction,
}
