using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// Runs a program through an algebra and places what a program leaves open. Level: a result is at its height above the output. Scale: one number for each level,
/// Δ_(l−1) = Δ_l²/q_l from the top down, so that a product of two results rescales to exactly the next; operands are encoded for the scale that is wanted, and where a
/// value meets another lower down it is multiplied by one with the scale that makes them equal (Kim, Papadimitriou, Polyakov 2022, section 3). Not thread-safe.
/// </summary>
internal sealed class ProgramRun<T>
{
    private readonly SlotProgram _program;
    private readonly CircuitSchedule _schedule;
    private readonly ProgramScales _scales;
    private readonly ProgramOperands _operands;
    private readonly ICkksAlgebra<T> _algebra;
    private readonly Value[] _values;
    private readonly Dictionary<(int Step, int Level), Value> _lowered = [];
    private readonly Dictionary<int, List<int>> _rotations = [];
    private readonly bool[] _needsDegree1;

    public ProgramRun(SlotProgram program, CircuitSchedule schedule, ProgramScales scales, ProgramOperands operands, ICkksAlgebra<T> algebra)
    {
        (_program, _schedule, _scales, _operands, _algebra) = (program, schedule, scales, operands, algebra);
        _values = new Value[program.Instructions.Length];
        _needsDegree1 = new bool[_values.Length];
        for (int i = 0; i < program.Instructions.Length; i++)
        {
            if (program.Instructions[i].Opcode is SlotOpcode.Rotate or SlotOpcode.Multiply)
            {
                foreach (int operand in program.Instructions[i].Operands) _needsDegree1[operand] = true;
            }
            if (program.Instructions[i].Opcode != SlotOpcode.Rotate) continue;
            if (!_rotations.TryGetValue(program.Instructions[i].Left, out var list)) _rotations[program.Instructions[i].Left] = list = [];
            list.Add(i);
        }
    }

    /// <summary>Called before each step with its number.</summary>
    public Action<int>? Starting { get; init; }

    /// <summary>The output: degree 1, level 0.</summary>
    /// <param name="inputs">One for each port, at <see cref="ProgramScales.GetInputLevel"/> and its scale.</param>
    public T Run(IReadOnlyList<T> inputs)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            var instruction = _program.Instructions[i];
            Starting?.Invoke(i);
            if (_values[i].IsSet) continue;
            switch (instruction.Opcode)
            {
                case SlotOpcode.Input:
                    int level = _scales.GetInputLevel(i);
                    _values[i] = new Value(inputs[instruction.Left], level, _scales[level]);
                    break;
                case SlotOpcode.Add:
                    _values[i] = Add(i, instruction);
                    break;
                case SlotOpcode.AddPlain:
                    var sum = _values[instruction.Left].IsPending && _program.Heights[i] == _program.Heights[instruction.Left]
                        ? _values[instruction.Left] : At(instruction.Left, _program.Heights[i]);
                    _values[i] = sum with { Item = _algebra.Add(sum.Item, _operands.Get(instruction.Vector!, sum.Level, sum.Scale)) };
                    break;
                case SlotOpcode.MultiplyPlain:
                    _values[i] = Placed(i, MultiplyPlain(i, instruction));
                    break;
                case SlotOpcode.Multiply:
                    _values[i] = Placed(i, Multiply(i, instruction));
                    break;
                case SlotOpcode.Rotate:
                    Rotate(i, instruction);
                    break;
            }
        }
        return Degree1(_values.Length - 1).Item;
    }

    /// <summary>A value with nothing outstanding, at a level.</summary>
    private Value At(int step, int level, bool allowDegree2 = false)
    {
        var value = allowDegree2 ? Rescaled(step) : Degree1(step);
        if (value.Level == level) return value;
        if (_lowered.TryGetValue((step, level), out var known) && known.Degree == value.Degree) return known;
        var high = value.Level > level + 1 ? _algebra.DropLevel(value.Item, value.Level - level - 1) : value.Item;
        var one = _operands.GetOne(level + 1, _scales.GetOperandScale(level, value.Scale));
        var lowered = new Value(_algebra.Rescale(_algebra.Multiply(high, one)), level, _scales[level], Degree: value.Degree);
        return _lowered[(step, level)] = lowered;
    }

    /// <summary>Of degree 2 only if nothing needs it relinearised.</summary>
    private Value Rescaled(int step)
    {
        if (_needsDegree1[step]) return Degree1(step);
        var value = _values[step];
        return value.IsPending ? _values[step] = Rescale(value) : value;
    }

    private Value Degree1(int step)
    {
        var value = _values[step];
        if (value.Degree == 2) value = value with { Item = _algebra.Relinearize(value.Item), Degree = 1 };      // before the rescale: that saves some six bits
        return _values[step] = value.IsPending ? Rescale(value) : value;
    }

    private Value Rescale(Value value) => value with { Item = _algebra.Rescale(value.Item), Level = value.Level - 1, Scale = _scales[value.Level - 1], IsPending = false };

    private Value Placed(int step, Value product)
    {
        _values[step] = product;
        if (_schedule.Relinearization == Placement.Eager && product.Degree == 2)
            _values[step] = product with { Item = _algebra.Relinearize(product.Item), Degree = 1 };
        if (_schedule.Rescaling == Placement.Eager) _values[step] = Rescale(_values[step]);
        return _values[step];
    }

    private Value Add(int step, SlotInstruction instruction)
    {
        int height = _program.Heights[step];
        Value left = _values[instruction.Left], right = _values[instruction.Right];
        bool bothPending = left.IsPending && right.IsPending && left.Level == right.Level && left.Level == height + 1;
        if (!bothPending) (left, right) = (At(instruction.Left, height, allowDegree2: true), At(instruction.Right, height, allowDegree2: true));
        return left with { Item = _algebra.Add(left.Item, right.Item), Degree = Math.Max(left.Degree, right.Degree) };
    }

    private Value MultiplyPlain(int step, SlotInstruction instruction)
    {
        int level = _program.Heights[step] + 1;
        var value = Rescaled(instruction.Left);
        if (value.Level > level) value = value with { Item = _algebra.DropLevel(value.Item, value.Level - level), Level = level };
        Scale scale = _scales.GetOperandScale(level - 1, value.Scale);
        return value with { Item = _algebra.Multiply(value.Item, _operands.Get(instruction.Vector!, level, scale)), Scale = value.Scale * scale, IsPending = true };
    }

    private Value Multiply(int step, SlotInstruction instruction)
    {
        int level = _program.Heights[step] + 1;
        var left = At(instruction.Left, level);
        if (instruction.Left == instruction.Right) return new Value(_algebra.Square(left.Item), level, left.Scale * left.Scale, Degree: 2, IsPending: true);
        var right = At(instruction.Right, level);
        return new Value(_algebra.Multiply(left.Item, right.Item), level, left.Scale * right.Scale, Degree: 2, IsPending: true);
    }

    private void Rotate(int step, SlotInstruction instruction)
    {
        var value = Degree1(instruction.Left);
        var together = _rotations[instruction.Left];
        if (!_schedule.HoistRotations || together.Count == 1)
        {
            _values[step] = value with { Item = _algebra.Rotate(value.Item, instruction.Steps) };
            return;
        }
        var rotated = _algebra.RotateHoisted(value.Item, [.. together.Select(i => _program.Instructions[i].Steps)]);
        for (int i = 0; i < together.Count; i++) _values[together[i]] = value with { Item = rotated[i] };
    }

    /// <param name="Item">What the algebra works with.</param>
    /// <param name="Level">Its level now; one above its height while it is pending.</param>
    /// <param name="Scale">Its scale now.</param>
    /// <param name="Degree">1 or 2.</param>
    /// <param name="IsPending">Whether a rescale is outstanding.</param>
    private readonly record struct Value(T Item, int Level, Scale Scale, int Degree = 1, bool IsPending = false)
    {
        public bool IsSet => Degree != 0;
    }
}
