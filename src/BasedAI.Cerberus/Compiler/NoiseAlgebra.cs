using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>A vector of slots and the predicted noise of the ciphertext that holds it.</summary>
/// <param name="Slots">The numbers.</param>
/// <param name="Noise">Standard deviation of a coefficient of the noise.</param>
/// <param name="Shape">Level, scale, degree.</param>
internal readonly record struct NoisySlots(double[] Slots, double Noise, CiphertextShape Shape);

/// <summary>The reading of noise: <see cref="NoiseModel"/> at every verb, for the numbers that really flow. Stateless.</summary>
internal sealed class NoiseAlgebra(CkksParameters parameters) : ICkksAlgebra<NoisySlots>
{
    private readonly NoiseModel _model = new(parameters);
    private readonly LevelAlgebra _levels = new(parameters);
    private readonly CleartextAlgebra _clear = new();

    public NoisySlots Input(double[] slots, int level, Scale scale) =>
        new(slots, NoiseModel.Add(NoiseModel.FreshSymmetric, NoiseModel.EncodingRounding), _levels.Input(level, scale));

    /// <summary>Standard deviation of a slot's error.</summary>
    public double GetSlotError(NoisySlots value) => _model.ToSlotDeviation(value.Noise, value.Shape.Scale);

    public NoisySlots Add(NoisySlots left, NoisySlots right) =>
        new(_clear.Add(left.Slots, right.Slots), NoiseModel.Add(left.Noise, right.Noise), _levels.Add(left.Shape, right.Shape));

    public NoisySlots Subtract(NoisySlots left, NoisySlots right) =>
        new(_clear.Subtract(left.Slots, right.Slots), NoiseModel.Add(left.Noise, right.Noise), _levels.Subtract(left.Shape, right.Shape));

    public NoisySlots Negate(NoisySlots operand) => operand with { Slots = _clear.Negate(operand.Slots) };

    public NoisySlots Add(NoisySlots left, PlaintextOperand right) =>
        new(_clear.Add(left.Slots, right), NoiseModel.Add(left.Noise, NoiseModel.EncodingRounding), _levels.Add(left.Shape, right));

    public NoisySlots Multiply(NoisySlots left, PlaintextOperand right) => new(
        _clear.Multiply(left.Slots, right),
        _model.Multiply(Message(left), left.Noise, _model.ToCoefficientDeviation(RootMeanSquare(right.Slots), right.Scale), NoiseModel.EncodingRounding),
        _levels.Multiply(left.Shape, right));

    public NoisySlots Multiply(NoisySlots left, NoisySlots right) => new(
        _clear.Multiply(left.Slots, right.Slots), _model.Multiply(Message(left), left.Noise, Message(right), right.Noise), _levels.Multiply(left.Shape, right.Shape));

    public NoisySlots Square(NoisySlots operand) => new(_clear.Square(operand.Slots), _model.Square(Message(operand), operand.Noise), _levels.Square(operand.Shape));

    public NoisySlots Relinearize(NoisySlots operand) => Switched(operand, operand.Slots, _levels.Relinearize(operand.Shape));

    public NoisySlots Rescale(NoisySlots operand) => operand with
    {
        Noise = _model.Rescale(operand.Noise, operand.Shape.Level, operand.Shape.Degree),
        Shape = _levels.Rescale(operand.Shape),
    };

    public NoisySlots DropLevel(NoisySlots operand, int levels) => operand with { Shape = _levels.DropLevel(operand.Shape, levels) };

    public NoisySlots Rotate(NoisySlots operand, int steps) => Switched(operand, _clear.Rotate(operand.Slots, steps), _levels.Rotate(operand.Shape, steps));

    public IReadOnlyList<NoisySlots> RotateHoisted(NoisySlots operand, IReadOnlyList<int> steps) => [.. steps.Select(step => Rotate(operand, step))];

    public NoisySlots Conjugate(NoisySlots operand) => Switched(operand, operand.Slots, _levels.Conjugate(operand.Shape));

    private NoisySlots Switched(NoisySlots operand, double[] slots, CiphertextShape shape) =>
        new(slots, NoiseModel.Add(operand.Noise, _model.KeySwitch(operand.Shape.Level)), shape);

    private double Message(NoisySlots value) => _model.ToCoefficientDeviation(RootMeanSquare(value.Slots), value.Shape.Scale);

    private static double RootMeanSquare(ReadOnlySpan<double> slots)
    {
        double sum = 0;
        foreach (double slot in slots) sum += slot * slot;
        return Math.Sqrt(sum / slots.Length);
    }
}
