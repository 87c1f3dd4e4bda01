using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>The steps of a plan in order: what is done together, what is done in place, when a register is given back. Computed once for a plan.</summary>
internal sealed class ExecutionSchedule
{
    private readonly ExecutionPlan _plan;
    private readonly bool[] _isPutOff;
    private readonly ProductSum?[] _sums;

    /// <summary>The schedule of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isConstant">Operands, by index, that are a number instead of a polynomial.</param>
    public ExecutionSchedule(ExecutionPlan plan, Func<int, bool> isConstant)
    {
        _plan = plan;
        (_isPutOff, _sums) = ProductSumFinder.Find(plan, isConstant);
        (int Instruction, int Count)[] order = [.. Order()];
        int[] lastSteps = new int[plan.Shapes.Length];
        for (int s = 0; s < order.Length; s++)
        {
            foreach (int register in Reads(order[s].Instruction)) lastSteps[register] = s;
        }
        lastSteps[^1] = order.Length;                                    // the output is never given back
        var steps = ImmutableArray.CreateBuilder<ScheduledStep>(order.Length);
        for (int s = 0; s < order.Length; s++)
        {
            (int instruction, int count) = order[s];
            int[] released = [.. Reads(instruction).Where(register => register >= plan.Inputs.Length && lastSteps[register] == s).Distinct()];
            int target = FindTarget(instruction, released);
            steps.Add(new ScheduledStep(instruction, count, _sums[instruction], target, [.. released.Where(register => register != target)]));
        }
        Steps = steps.MoveToImmutable();
    }

    /// <summary>The steps.</summary>
    public ImmutableArray<ScheduledStep> Steps { get; }

    /// <summary>Indices of the operands a step uses, constants included.</summary>
    public IEnumerable<int> OperandsOf(ScheduledStep step)
    {
        IEnumerable<int> instructions = step.Sum is { } sum ? sum.Products.Select(register => register - _plan.Inputs.Length) : [step.Instruction];
        return instructions.Where(index => _plan.Instructions[index].ReadsOperand).Select(index => _plan.Instructions[index].Right);
    }

    /// <summary>
    /// Whether a sum has the scale of its addend to the last bit. It has that of its first term, and scales that were computed by different routes may differ
    /// by their rounding; if the addend is not it, the first product is.
    /// </summary>
    private bool HasScaleOfAddend(int instruction, ProductSum sum) =>
        sum.Addend >= 0 && _plan.Shapes[sum.Addend].Scale == _plan.Shapes[_plan.Inputs.Length + instruction].Scale;

    private IEnumerable<(int Instruction, int Count)> Order()
    {
        for (int i = 0; i < _plan.Instructions.Length;)
        {
            int count = Math.Max(1, PlanReplay.HoistedRun(_plan.Instructions, i));
            if (!_isPutOff[i]) yield return (i, count);
            i += count;
        }
    }

    private IEnumerable<int> Reads(int index)
    {
        if (_sums[index] is not { } sum) return Operands(_plan.Instructions[index]);
        IEnumerable<int> factors = sum.Products.SelectMany(register => Operands(_plan.Instructions[register - _plan.Inputs.Length]));
        return sum.Addend < 0 ? factors : factors.Append(sum.Addend);

        static int[] Operands(PlanInstruction instruction) =>
            instruction.ReadsRightRegister ? [instruction.Left, instruction.Right] : [instruction.Left];
    }

    /// <summary>Where the engine allows a result in place of an operand that is not needed any more.</summary>
    private int FindTarget(int index, int[] released)
    {
        PlanInstruction instruction = _plan.Instructions[index];
        if (_sums[index] is { } sum)
        {
            bool isFactor = Reads(index).Count(register => register == sum.Addend) > 1;
            return HasScaleOfAddend(index, sum) && !isFactor && released.Contains(sum.Addend) ? sum.Addend : -1;
        }
        bool isPossible = instruction.Opcode is PlanOpcode.Add or PlanOpcode.Subtract or PlanOpcode.Negate or PlanOpcode.AddPlain or PlanOpcode.MultiplyPlain;
        return !isPossible ? -1
            : released.Contains(instruction.Left) ? instruction.Left
            : instruction.ReadsRightRegister && released.Contains(instruction.Right) ? instruction.Right
            : -1;
    }
}
