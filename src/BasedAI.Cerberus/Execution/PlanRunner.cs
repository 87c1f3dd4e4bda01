using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>One run of a schedule: the registers, and what they take in memory. Dispose it, and everything but the output it has given away is returned.</summary>
internal sealed class PlanRunner : IDisposable
{
    private readonly ExecutionPlan _plan;
    private readonly CkksEvaluator _evaluator;
    private readonly OperandStore _operands;
    private readonly Ciphertext?[] _registers;
    private readonly List<Plaintext> _transient = [];
    private readonly int _inputCount;
    private readonly long _bytesPerLimb;
    private long _liveBytes;

    public PlanRunner(ExecutionPlan plan, CkksEvaluator evaluator, OperandStore operands, IReadOnlyList<Ciphertext> inputs)
    {
        _plan = plan;
        _evaluator = evaluator;
        _operands = operands;
        _inputCount = inputs.Count;
        _bytesPerLimb = (long)plan.CheckedParameters.N * sizeof(double);
        _registers = new Ciphertext?[plan.Shapes.Length];
        for (int i = 0; i < _inputCount; i++)
        {
            _registers[i] = inputs[i];
            _liveBytes += BytesOf(inputs[i]);
        }
    }

    /// <summary>Most bytes of ciphertexts and encoded operands so far.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Does a step and returns what is not needed after it.</summary>
    public void Run(ScheduledStep step)
    {
        int result = _inputCount + step.Instruction;
        if (step.Target >= 0) _liveBytes -= BytesOf(Register(step.Target));
        if (_plan.Instructions[step.Instruction].Opcode == PlanOpcode.RotateHoisted) RotateHoisted(step);
        else _registers[result] = step.Sum is { } sum ? AddUp(sum, step) : Compute(step);
        if (step.Target >= 0) _registers[step.Target] = null;            // it is the result now
        for (int s = 0; s < step.Count; s++) _liveBytes += BytesOf(Register(result + s));

        long transient = 0;
        foreach (Plaintext plaintext in _transient) transient += (plaintext.Level + 1) * _bytesPerLimb;
        PeakBytes = Math.Max(PeakBytes, _liveBytes + transient + _operands.EncodedBytes);
        DisposeTransient();
        foreach (int register in step.Released)
        {
            _liveBytes -= BytesOf(Register(register));
            Register(register).Dispose();
            _registers[register] = null;
        }
    }

    /// <summary>The output; it is the caller's now.</summary>
    public Ciphertext Detach()
    {
        Ciphertext output = Register(_registers.Length - 1);
        _registers[^1] = null;
        return output;
    }

    public void Dispose()
    {
        DisposeTransient();
        for (int i = _inputCount; i < _registers.Length; i++) _registers[i]?.Dispose();
    }

    private Ciphertext Compute(ScheduledStep step)
    {
        PlanInstruction instruction = _plan.Instructions[step.Instruction];
        Ciphertext left = Register(instruction.Left);
        Ciphertext? target = step.Target < 0 ? null : Register(step.Target);
        if (target is not null)
        {
            ComputeTo(instruction, left, target);
            return target;
        }
        return instruction.Opcode switch
        {
            PlanOpcode.Add => _evaluator.Add(left, Register(instruction.Right)),
            PlanOpcode.Subtract => _evaluator.Subtract(left, Register(instruction.Right)),
            PlanOpcode.Negate => _evaluator.Negate(left),
            PlanOpcode.AddPlain => _operands.GetConstant(instruction.Right, left.Scale) is { } constant
                ? _evaluator.AddConstant(left, constant)
                : _evaluator.Add(left, Operand(instruction.Right)),
            PlanOpcode.MultiplyPlain => _operands.GetConstant(instruction.Right, ScaleOf(instruction.Right)) is { } constant
                ? _evaluator.MultiplyConstant(left, constant, ScaleOf(instruction.Right))
                : _evaluator.Multiply(left, Operand(instruction.Right)),
            PlanOpcode.Multiply => _evaluator.Multiply(left, Register(instruction.Right)),
            PlanOpcode.Square => _evaluator.Square(left),
            PlanOpcode.Relinearize => _evaluator.Relinearize(left),
            PlanOpcode.Rescale => _evaluator.Rescale(left),
            PlanOpcode.DropLevel => _evaluator.DropLevel(left, instruction.Immediate),
            PlanOpcode.Rotate => _evaluator.Rotate(left, instruction.Immediate),
            PlanOpcode.Conjugate => _evaluator.Conjugate(left),
            _ => throw Unknown(instruction),
        };
    }

    /// <summary>The verbs whose destination may be an operand.</summary>
    private void ComputeTo(PlanInstruction instruction, Ciphertext left, Ciphertext target)
    {
        switch (instruction.Opcode)
        {
            case PlanOpcode.Add:
                _evaluator.Add(left, Register(instruction.Right), target);
                break;
            case PlanOpcode.Subtract:
                _evaluator.Subtract(left, Register(instruction.Right), target);
                break;
            case PlanOpcode.Negate:
                _evaluator.Negate(left, target);
                break;
            case PlanOpcode.AddPlain:
                if (_operands.GetConstant(instruction.Right, left.Scale) is { } addend) _evaluator.AddConstant(left, addend, target);
                else _evaluator.Add(left, Operand(instruction.Right), target);
                break;
            case PlanOpcode.MultiplyPlain:
                Scale scale = ScaleOf(instruction.Right);
                if (_operands.GetConstant(instruction.Right, scale) is { } factor) _evaluator.MultiplyConstant(left, factor, scale, target);
                else _evaluator.Multiply(left, Operand(instruction.Right), target);
                break;
            default:
                throw Unknown(instruction);
        }
    }

    private void RotateHoisted(ScheduledStep step)
    {
        int[] steps = new int[step.Count];
        for (int s = 0; s < steps.Length; s++) steps[s] = _plan.Instructions[step.Instruction + s].Immediate;
        IReadOnlyList<Ciphertext> rotated = _evaluator.RotateHoisted(Register(_plan.Instructions[step.Instruction].Left), steps);
        for (int s = 0; s < steps.Length; s++) _registers[_inputCount + step.Instruction + s] = rotated[s];
    }

    /// <summary>
    /// Products with plaintexts and products of ciphertexts, each kind in one walk; that of the first product first, for its scale; then the addend.
    /// </summary>
    private Ciphertext AddUp(ProductSum sum, ScheduledStep step)
    {
        Ciphertext total = step.Target >= 0 ? Register(step.Target) : Ciphertext.CreateDestination(_plan.CheckedParameters);
        try
        {
            bool isBegun = step.Target >= 0, isFirstPlain = IsPlain(sum.Products[0]);
            foreach (bool isPlain in (bool[])[isFirstPlain, !isFirstPlain])
            {
                int[] products = [.. sum.Products.Where(register => IsPlain(register) == isPlain)];
                if (products.Length == 0) continue;
                if (isPlain) _evaluator.MultiplySum(Lefts(products), Plains(products), total, isBegun);
                else _evaluator.MultiplySum(Lefts(products), Rights(products), total, isBegun);
                isBegun = true;
            }
            if (sum.Addend >= 0 && step.Target < 0)
            {
                bool hasScale = total.Scale == _plan.Shapes[_inputCount + step.Instruction].Scale;
                if (hasScale) _evaluator.Add(total, Register(sum.Addend), total);
                else _evaluator.Add(Register(sum.Addend), total, total);
            }
            return total;
        }
        catch
        {
            if (step.Target < 0) total.Dispose();
            throw;
        }
    }

    private bool IsPlain(int product) => InstructionOf(product).Opcode == PlanOpcode.MultiplyPlain;

    private Ciphertext[] Lefts(int[] products) => [.. products.Select(product => Register(InstructionOf(product).Left))];

    private Ciphertext[] Rights(int[] products) =>
        [.. products.Select(product => Register(InstructionOf(product) is { Opcode: PlanOpcode.Square } square ? square.Left : InstructionOf(product).Right))];

    private Plaintext[] Plains(int[] products) => [.. products.Select(product => Operand(InstructionOf(product).Right))];

    private PlanInstruction InstructionOf(int register) => _plan.Instructions[register - _inputCount];

    private Ciphertext Register(int register) =>
        _registers[register] ?? throw new InvalidOperationException($"Register {register} is read before it is written or after it was given back.");

    private Scale ScaleOf(int operand) => _plan.Operands[operand].Scale;

    private Plaintext Operand(int index)
    {
        Plaintext plaintext = _operands.Get(index, out bool isTransient);
        if (isTransient) _transient.Add(plaintext);
        return plaintext;
    }

    private void DisposeTransient()
    {
        foreach (Plaintext plaintext in _transient) plaintext.Dispose();
        _transient.Clear();
    }

    private long BytesOf(Ciphertext ciphertext) => (ciphertext.Degree + 1L) * (ciphertext.Level + 1) * _bytesPerLimb;

    private static InvalidOperationException Unknown(PlanInstruction instruction) => new($"{instruction.Opcode} was never checked.");
}
