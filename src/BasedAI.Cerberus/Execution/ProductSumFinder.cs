using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>
/// Finds sums of products: trees of additions whose inner results nobody else reads. Sums modulo a prime are exact, so neither the order nor the number of
/// reductions changes a byte. Not joined, because the bytes would be others: products with the relinearisation and rescale that follow (two roundings
/// become one), rotations with the plaintext products and sums that follow (one division by P for many).
/// </summary>
internal sealed class ProductSumFinder
{
    private readonly ImmutableArray<PlanInstruction> _instructions;
    private readonly int _inputCount;
    private readonly int[] _uses;
    private readonly bool[] _isPutOff;
    private readonly ProductSum?[] _sums;
    private readonly Func<int, bool> _isConstant;

    private ProductSumFinder(ExecutionPlan plan, Func<int, bool> isConstant)
    {
        _instructions = plan.Instructions;
        _inputCount = plan.Inputs.Length;
        _isConstant = isConstant;
        _uses = new int[_inputCount + _instructions.Length];
        _isPutOff = new bool[_instructions.Length];
        _sums = new ProductSum?[_instructions.Length];
    }

    /// <summary>For every instruction whether it is put off, and the sum it is if it is one.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isConstant">Operands, by index, that are cheaper as a number than as a factor of a sum.</param>
    public static (bool[] IsPutOff, ProductSum?[] Sums) Find(ExecutionPlan plan, Func<int, bool> isConstant)
    {
        var finder = new ProductSumFinder(plan, isConstant);
        finder.CountUses();
        for (int i = 0; i < finder._instructions.Length; i++)
        {
            if (finder._instructions[i].Opcode == PlanOpcode.Add) finder.Join(i);
        }
        return (finder._isPutOff, finder._sums);
    }

    private void CountUses()
    {
        foreach (PlanInstruction instruction in _instructions)
        {
            _uses[instruction.Left]++;
            if (instruction.ReadsRightRegister) _uses[instruction.Right]++;
        }
        _uses[^1]++;                                                     // the output
    }

    private void Join(int index)
    {
        PlanInstruction instruction = _instructions[index];
        ProductSum left = ToTerms(instruction.Left), right = ToTerms(instruction.Right);
        if (left.Products.Length + right.Products.Length > ProductSum.MaxProducts)
        {
            if (left.Products.Length >= right.Products.Length) left = Whole(instruction.Left);
            else right = Whole(instruction.Right);
        }
        bool isNone = left.Products.Length + right.Products.Length == 0;
        if (isNone || (left.Addend >= 0 && right.Addend >= 0)) return;

        _sums[index] = new ProductSum(left.Products.AddRange(right.Products), Math.Max(left.Addend, right.Addend));
        PutOff(instruction.Left, left);
        PutOff(instruction.Right, right);
    }

    private void PutOff(int register, ProductSum terms)
    {
        if (terms.Products.IsEmpty) return;
        _isPutOff[register - _inputCount] = true;
        _sums[register - _inputCount] = null;
    }

    private ProductSum ToTerms(int register)
    {
        if (register < _inputCount || _uses[register] != 1) return Whole(register);
        PlanInstruction instruction = _instructions[register - _inputCount];
        bool isProduct = instruction.Opcode is PlanOpcode.Multiply or PlanOpcode.Square
            || (instruction.Opcode == PlanOpcode.MultiplyPlain && !_isConstant(instruction.Right));
        return isProduct ? new ProductSum([register], -1) : _sums[register - _inputCount] ?? Whole(register);
    }

    private static ProductSum Whole(int register) => new([], register);
}
