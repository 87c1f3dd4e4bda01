namespace BasedAI.Cerberus;

/// <summary>The verb of an instruction. The numbers are part of the plan format and never change their meaning.</summary>
public enum PlanOpcode
{
    /// <summary>left + right.</summary>
    Add = 1,

    /// <summary>left − right.</summary>
    Subtract = 2,

    /// <summary>−left.</summary>
    Negate = 3,

    /// <summary>left + operand[right].</summary>
    AddPlain = 4,

    /// <summary>left · operand[right].</summary>
    MultiplyPlain = 5,

    /// <summary>left · right.</summary>
    Multiply = 6,

    /// <summary>left · left.</summary>
    Square = 7,

    /// <summary>left at degree 1.</summary>
    Relinearize = 8,

    /// <summary>left one level down, divided by its last prime.</summary>
    Rescale = 9,

    /// <summary>left, immediate levels down.</summary>
    DropLevel = 10,

    /// <summary>left rotated by immediate slots.</summary>
    Rotate = 11,

    /// <summary>
    /// left rotated by immediate slots, where a run of adjacent instructions of this kind with the same left shares one decomposition.
    /// </summary>
    RotateHoisted = 12,

    /// <summary>Complex conjugate of left.</summary>
    Conjugate = 13,
}
