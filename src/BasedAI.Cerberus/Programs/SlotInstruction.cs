namespace BasedAI.Cerberus;

/// <summary>Verbs of a <see cref="SlotProgram"/>.</summary>
public enum SlotOpcode
{
    /// <summary>A ciphertext from the client.</summary>
    Input,

    /// <summary>left + right.</summary>
    Add,

    /// <summary>left + vector.</summary>
    AddPlain,

    /// <summary>left · vector.</summary>
    MultiplyPlain,

    /// <summary>left · right.</summary>
    Multiply,

    /// <summary>left rotated by some slots.</summary>
    Rotate,
}

/// <summary>One step; its number is its position. Compared by value, so that a builder finds what was computed before.</summary>
/// <param name="Opcode">The verb.</param>
/// <param name="Left">Step read; for an input the index of the port.</param>
/// <param name="Right">Second step read, or −1.</param>
/// <param name="Steps">Slots to rotate by, 1 to the slot count − 1, or 0.</param>
/// <param name="Vector">Plaintext, or null.</param>
public readonly record struct SlotInstruction(SlotOpcode Opcode, int Left, int Right = -1, int Steps = 0, SlotVector? Vector = null)
{
    /// <summary>Steps this one reads.</summary>
    public IEnumerable<int> Operands => Opcode == SlotOpcode.Input ? [] : Right < 0 || Right == Left ? [Left] : [Left, Right];

    /// <summary>Whether the result is a product, which costs a level.</summary>
    public bool IsProduct => Opcode is SlotOpcode.Multiply or SlotOpcode.MultiplyPlain;
}
