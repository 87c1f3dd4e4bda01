using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>The scale of each level, and levels of the inputs.</summary>
internal sealed class ProgramScales
{
    private readonly Scale[] _scales;
    private readonly Scale[] _primes;
    private readonly SlotProgram _program;
    private readonly bool _inputsAtLevelOfUse;

    public ProgramScales(SlotProgram program, CircuitSchedule schedule, CkksParameters parameters)
    {
        _program = program;
        _inputsAtLevelOfUse = schedule.InputsAtLevelOfUse;
        _primes = [.. parameters.RingQ.Select(static ring => new Scale(ring.Modulus.Value))];
        _scales = new Scale[program.Depth + 1];
        _scales[^1] = new Scale(Math.ScaleB(1, schedule.ScaleBits));
        for (int level = program.Depth; level > 0; level--) _scales[level - 1] = _scales[level] * _scales[level] / _primes[level];
    }

    /// <summary>Δ of a level.</summary>
    public Scale this[int level] => _scales[level];

    /// <summary>The scale an operand needs so that a value of some scale, multiplied by it at level + 1, rescales to Δ of the level.</summary>
    public Scale GetOperandScale(int level, Scale value) => _scales[level] * _primes[level + 1] / value;

    /// <summary>Level of an input, given the step that reads it.</summary>
    public int GetInputLevel(int step) => _inputsAtLevelOfUse ? _program.Heights[step] : _program.Depth;
}
