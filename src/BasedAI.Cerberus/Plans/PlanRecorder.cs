using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// The reading that writes instructions down. Declare the inputs, run the circuit, then take the plan. Levels and scales are
/// checked at every verb, so a mistake is found where it is made. Not thread-safe.
/// </summary>
public sealed class PlanRecorder : ICkksAlgebra<PlanRegister>
{
    private readonly CkksParameters _parameters;
    private readonly CostAlgebra _costs;
    private readonly List<CiphertextShape> _shapes = [];
    private readonly List<PlanPort> _inputs = [];
    private readonly List<PlanInstruction> _instructions = [];
    private readonly List<PlaintextOperand> _operands = [];
    private readonly List<string> _segmentNames = [];
    private readonly List<int> _segmentStarts = [];
    private readonly Dictionary<PlaintextOperand, int> _operandIndices = new(ReferenceEqualityComparer.Instance);

    /// <summary>Records a plan over these parameters.</summary>
    public PlanRecorder(CkksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        _costs = new CostAlgebra(parameters);
    }

    /// <summary>Declares the next input port.</summary>
    /// <exception cref="InvalidOperationException">An instruction was recorded already.</exception>
    public PlanRegister Input(string name, string layout, int level, Scale scale)
    {
        if (_instructions.Count > 0)
        {
            throw new InvalidOperationException($"Input \"{name}\" comes after an instruction; declare all inputs first.");
        }
        _shapes.Add(_costs.Input(level, scale));
        _inputs.Add(new PlanPort(name, layout, level, scale));
        return new PlanRegister(_shapes.Count - 1);
    }

    /// <summary>
    /// Names the instructions that follow, up to the next call or the end. Going on with the same name changes nothing; a segment that stays empty is forgotten.
    /// </summary>
    /// <param name="name">1 to 128 printable ASCII characters without spaces; at most <see cref="PlanLimits.MaxSegments"/> segments remain in a plan.</param>
    public void BeginSegment(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        DropEmptySegment();
        if (_segmentNames.Count == 0 || _segmentNames[^1] != name)
        {
            _segmentNames.Add(name);
            _segmentStarts.Add(_instructions.Count);
        }
    }

    /// <summary>The plan whose output is the result of the last instruction.</summary>
    /// <param name="outputName">Name of the output port.</param>
    /// <param name="outputLayout">Layout of the output port.</param>
    /// <param name="output">The register the circuit ended with.</param>
    /// <param name="predictedNoiseBits">See <see cref="ExecutionPlan.PredictedNoiseBits"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="output"/> is not the last result.</exception>
    /// <exception cref="PlanFormatException">Something declared or computed is never used, or a limit is exceeded.</exception>
    public ExecutionPlan ToPlan(string outputName, string outputLayout, PlanRegister output, double? predictedNoiseBits = null)
    {
        if (_instructions.Count == 0 || output.Index != _shapes.Count - 1)
        {
            throw new ArgumentException(
                $"The output is register {output.Index}, but the last result is register {_shapes.Count - 1}; "
                + "end the circuit with its output.",
                nameof(output));
        }
        CiphertextShape shape = _shapes[output.Index];
        DropEmptySegment();
        var content = new PlanContent(
            _parameters,
            [.. _inputs],
            new PlanPort(outputName, outputLayout, shape.Level, shape.Scale),
            _costs.RequiredKeys,
            [.. _operands],
            [.. _instructions],
            PlanSegments.Create(_segmentNames, _segmentStarts, _instructions.Count),
            _costs.Cost,
            PeakBytes: 0,
            predictedNoiseBits);
        return ExecutionPlan.Create(content with { PeakBytes = PlanMemory.PeakBytes(content, [.. _shapes]) });
    }

    /// <inheritdoc/>
    public PlanRegister Add(PlanRegister left, PlanRegister right) =>
        Record(PlanOpcode.Add, _costs.Add(Shape(left), Shape(right)), left, right.Index);

    /// <inheritdoc/>
    public PlanRegister Subtract(PlanRegister left, PlanRegister right) =>
        Record(PlanOpcode.Subtract, _costs.Subtract(Shape(left), Shape(right)), left, right.Index);

    /// <inheritdoc/>
    public PlanRegister Negate(PlanRegister operand) => Record(PlanOpcode.Negate, _costs.Negate(Shape(operand)), operand);

    /// <inheritdoc/>
    public PlanRegister Add(PlanRegister left, PlaintextOperand right) =>
        Record(PlanOpcode.AddPlain, _costs.Add(Shape(left), right), left, OperandIndex(right));

    /// <inheritdoc/>
    public PlanRegister Multiply(PlanRegister left, PlaintextOperand right) =>
        Record(PlanOpcode.MultiplyPlain, _costs.Multiply(Shape(left), right), left, OperandIndex(right));

    /// <inheritdoc/>
    public PlanRegister Multiply(PlanRegister left, PlanRegister right) =>
        Record(PlanOpcode.Multiply, _costs.Multiply(Shape(left), Shape(right)), left, right.Index);

    /// <inheritdoc/>
    public PlanRegister Square(PlanRegister operand) => Record(PlanOpcode.Square, _costs.Square(Shape(operand)), operand);

    /// <inheritdoc/>
    public PlanRegister Relinearize(PlanRegister operand) =>
        Record(PlanOpcode.Relinearize, _costs.Relinearize(Shape(operand)), operand);

    /// <inheritdoc/>
    public PlanRegister Rescale(PlanRegister operand) => Record(PlanOpcode.Rescale, _costs.Rescale(Shape(operand)), operand);

    /// <inheritdoc/>
    public PlanRegister DropLevel(PlanRegister operand, int levels) =>
        Record(PlanOpcode.DropLevel, _costs.DropLevel(Shape(operand), levels), operand, immediate: levels);

    /// <inheritdoc/>
    public PlanRegister Rotate(PlanRegister operand, int steps) =>
        Record(PlanOpcode.Rotate, _costs.Rotate(Shape(operand), steps), operand, immediate: Canonical(steps));

    /// <inheritdoc/>
    public IReadOnlyList<PlanRegister> RotateHoisted(PlanRegister operand, IReadOnlyList<int> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (_instructions.Count > 0 && _instructions[^1].Opcode == PlanOpcode.RotateHoisted && _instructions[^1].Left == operand.Index)
        {
            throw new InvalidOperationException(
                $"Two hoisted groups of register {operand.Index} in a row; give all the rotations in one call, "
                + "they share the decomposition.");
        }
        IReadOnlyList<CiphertextShape> shapes = _costs.RotateHoisted(Shape(operand), steps);
        return [.. steps.Select((step, i) => Record(PlanOpcode.RotateHoisted, shapes[i], operand, immediate: Canonical(step)))];
    }

    /// <inheritdoc/>
    public PlanRegister Conjugate(PlanRegister operand) => Record(PlanOpcode.Conjugate, _costs.Conjugate(Shape(operand)), operand);

    private PlanRegister Record(PlanOpcode opcode, CiphertextShape result, PlanRegister left, int right = -1, int immediate = 0)
    {
        _instructions.Add(new PlanInstruction(opcode, left.Index, right, immediate));
        _shapes.Add(result);
        return new PlanRegister(_shapes.Count - 1);
    }

    private void DropEmptySegment()
    {
        if (_segmentStarts.Count > 0 && _segmentStarts[^1] == _instructions.Count)
        {
            _segmentNames.RemoveAt(_segmentNames.Count - 1);
            _segmentStarts.RemoveAt(_segmentStarts.Count - 1);
        }
    }

    private CiphertextShape Shape(PlanRegister register) => _shapes[register.Index];

    private int Canonical(int steps) => ((steps % _parameters.MaxSlots) + _parameters.MaxSlots) % _parameters.MaxSlots;

    private int OperandIndex(PlaintextOperand operand)
    {
        if (!_operandIndices.TryGetValue(operand, out int index))
        {
            index = _operands.Count;
            _operands.Add(operand);
            _operandIndices.Add(operand, index);
        }
        return index;
    }
}
