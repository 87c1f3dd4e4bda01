using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>Plaintext operands by vector, level and scale, each made once.</summary>
internal sealed class ProgramOperands(CkksParameters parameters)
{
    private readonly CkksEncoder _encoder = new(parameters);
    private readonly Dictionary<(SlotVector Vector, int Level, double Scale), PlaintextOperand> _operands = [];
    private readonly Dictionary<(int Level, double Scale), PlaintextOperand> _ones = [];

    public PlaintextOperand Get(SlotVector vector, int level, Scale scale)
    {
        var key = (vector, level, scale.Value);
        if (!_operands.TryGetValue(key, out var operand))
        {
            operand = vector.Values.Length == 1
                ? PlaintextOperand.FromConstant(parameters, vector.Name, vector.Values[0], level, scale)
                : PlaintextOperand.FromPeriod(_encoder, vector.Name, vector.Values, vector.SlotCount, level, scale);
            _operands.Add(key, operand);
        }
        return operand;
    }

    /// <summary>The number one, for bringing a value to a scale.</summary>
    public PlaintextOperand GetOne(int level, Scale scale)
    {
        var key = (level, scale.Value);
        if (!_ones.TryGetValue(key, out var operand)) _ones.Add(key, operand = PlaintextOperand.FromConstant(parameters, $"one-{level}", 1, level, scale));
        return operand;
    }
}
