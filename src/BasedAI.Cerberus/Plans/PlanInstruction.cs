namespace BasedAI.Cerberus;

/// <summary>
/// One step of a plan in static single assignment: registers 0 to k − 1 are the k inputs, and instruction i writes register k + i.
/// </summary>
/// <param name="Opcode">The verb.</param>
/// <param name="Left">Register read.</param>
/// <param name="Right">Second register (Add, Subtract, Multiply) or operand index (AddPlain, MultiplyPlain); otherwise −1.</param>
/// <param name="Immediate">Rotation steps, 1 to N/2 − 1, or levels to drop; otherwise 0.</param>
public readonly record struct PlanInstruction(PlanOpcode Opcode, int Left, int Right = -1, int Immediate = 0)
{
    /// <summary>Whether <see cref="Right"/> is a register.</summary>
    public bool ReadsRightRegister => Opcode is PlanOpcode.Add or PlanOpcode.Subtract or PlanOpcode.Multiply;

    /// <summary>Whether <see cref="Right"/> is an operand index.</summary>
    public bool ReadsOperand => Opcode is PlanOpcode.AddPlain or PlanOpcode.MultiplyPlain;

    /// <summary>Whether <see cref="Immediate"/> means something.</summary>
    public bool HasImmediate => Opcode is PlanOpcode.DropLevel or PlanOpcode.Rotate or PlanOpcode.RotateHoisted;
}
