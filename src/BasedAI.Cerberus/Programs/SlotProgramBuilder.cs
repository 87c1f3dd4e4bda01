namespace BasedAI.Cerberus;

/// <summary>Writes a <see cref="SlotProgram"/>. What nothing uses is left out; if steps are shared, the same step is written once. Not thread-safe.</summary>
public sealed class SlotProgramBuilder
{
    private readonly List<SlotInstruction> _instructions = [];
    private readonly Dictionary<SlotInstruction, int> _known = [];
    private readonly List<SlotPort> _ports = [];
    private readonly List<ProgramSegment> _segments = [];

    private readonly bool _shareSteps;

    /// <summary>For ciphertexts of some slots, a power of two.</summary>
    public SlotProgramBuilder(int slotCount, bool shareSteps = true) => (SlotCount, _shareSteps) = (slotCount, shareSteps);

    /// <summary>N/2.</summary>
    public int SlotCount { get; }

    /// <summary>Names what comes next.</summary>
    public void BeginSegment(string name) => _segments.Add(new ProgramSegment(name, _instructions.Count));

    /// <summary>A port; the same layout is the same port.</summary>
    public int Input(string name, string layout)
    {
        int index = _ports.FindIndex(port => port.Layout == layout);
        if (index < 0)
        {
            index = _ports.Count;
            _ports.Add(new SlotPort(name, layout));
        }
        return Write(new SlotInstruction(SlotOpcode.Input, index));
    }

    /// <summary>left + right.</summary>
    public int Add(int left, int right) => Write(new SlotInstruction(SlotOpcode.Add, left, right));

    /// <summary>The sum of some steps, in their order.</summary>
    public int Sum(IEnumerable<int> steps) => steps.Aggregate(Add);

    /// <summary>left + vector.</summary>
    public int Add(int left, SlotVector vector) => Write(new SlotInstruction(SlotOpcode.AddPlain, left, Vector: vector));

    /// <summary>left · vector.</summary>
    public int Multiply(int left, SlotVector vector) => Write(new SlotInstruction(SlotOpcode.MultiplyPlain, left, Vector: vector));

    /// <summary>left · right.</summary>
    public int Multiply(int left, int right) => Write(new SlotInstruction(SlotOpcode.Multiply, left, right));

    /// <summary>Slot i of the result is slot i + steps of the operand.</summary>
    public int Rotate(int operand, int steps)
    {
        int canonical = ((steps % SlotCount) + SlotCount) % SlotCount;
        return canonical == 0 ? operand : Write(new SlotInstruction(SlotOpcode.Rotate, operand, Steps: canonical));
    }

    /// <summary>Σ_i rotate(operand, i·stride) for i below a power of two, by doubling.</summary>
    public int Fold(int operand, int stride, int count)
    {
        for (int reach = 1; reach < count; reach *= 2) operand = Add(operand, Rotate(operand, stride * reach));
        return operand;
    }

    /// <summary>The program that ends with a step; what it does not need is dropped.</summary>
    public SlotProgram ToProgram(int output)
    {
        bool[] used = new bool[_instructions.Count];
        used[output] = true;
        for (int i = output; i >= 0; i--)
        {
            if (!used[i]) continue;
            foreach (int operand in _instructions[i].Operands) used[operand] = true;
        }

        int[] numbers = new int[_instructions.Count];
        int[] ports = new int[_ports.Count];
        Array.Fill(ports, -1);
        var keptPorts = new List<SlotPort>();
        var kept = new List<SlotInstruction>();
        var segments = new List<ProgramSegment>();
        int segment = 0;
        // Inputs first: plans declare them before anything is computed.
        foreach (bool inputs in (bool[])[true, false])
        {
            for (int i = 0; i <= output; i++)
            {
                while (!inputs && segment < _segments.Count && _segments[segment].Start <= i)
                    segments.Add(new ProgramSegment(_segments[segment++].Name, kept.Count));
                var instruction = _instructions[i];
                if (!used[i] || (instruction.Opcode == SlotOpcode.Input) != inputs) continue;
                numbers[i] = kept.Count;
                if (inputs)
                {
                    keptPorts.Add(_ports[instruction.Left]);
                    kept.Add(instruction with { Left = keptPorts.Count - 1 });
                }
                else
                {
                    kept.Add(instruction with { Left = numbers[instruction.Left], Right = instruction.Right < 0 ? -1 : numbers[instruction.Right] });
                }
            }
        }

        var named = segments.GroupBy(static s => s.Start).Select(static group => group.Last()).Where(s => s.Start < kept.Count);
        return new SlotProgram(SlotCount, [.. keptPorts], [.. kept], [.. named]);
    }

    private int Write(SlotInstruction instruction)
    {
        bool share = _shareSteps || instruction.Opcode == SlotOpcode.Input;
        if (share && _known.TryGetValue(instruction, out int known)) return known;
        _instructions.Add(instruction);
        if (share) _known.Add(instruction, _instructions.Count - 1);
        return _instructions.Count - 1;
    }
}
