using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>The reading of time: adds up a table's times while it does the bookkeeping of levels. Counts one circuit; not thread-safe.</summary>
internal sealed class TimeAlgebra(CkksParameters parameters, CostTable table) : ICkksAlgebra<CiphertextShape>
{
    private readonly LevelAlgebra _levels = new(parameters);

    /// <summary>Milliseconds so far, one thread.</summary>
    public double Milliseconds { get; private set; }

    public CiphertextShape Input(int level, Scale scale) => _levels.Input(level, scale);

    public CiphertextShape Add(CiphertextShape left, CiphertextShape right) => Timed(CostedOperation.Addition, left, _levels.Add(left, right));

    public CiphertextShape Subtract(CiphertextShape left, CiphertextShape right) => Timed(CostedOperation.Addition, left, _levels.Subtract(left, right));

    public CiphertextShape Negate(CiphertextShape operand) => Timed(CostedOperation.Addition, operand, _levels.Negate(operand));

    public CiphertextShape Add(CiphertextShape left, PlaintextOperand right) => _levels.Add(left, right);

    public CiphertextShape Multiply(CiphertextShape left, PlaintextOperand right) => Timed(CostedOperation.PlaintextProduct, left, _levels.Multiply(left, right));

    public CiphertextShape Multiply(CiphertextShape left, CiphertextShape right) => Timed(CostedOperation.CiphertextProduct, left, _levels.Multiply(left, right));

    public CiphertextShape Square(CiphertextShape operand) => Multiply(operand, operand);

    public CiphertextShape Relinearize(CiphertextShape operand) => Timed(CostedOperation.Relinearization, operand, _levels.Relinearize(operand));

    public CiphertextShape Rescale(CiphertextShape operand) => Timed(CostedOperation.Rescale, operand, _levels.Rescale(operand));

    public CiphertextShape DropLevel(CiphertextShape operand, int levels) => _levels.DropLevel(operand, levels);

    public CiphertextShape Rotate(CiphertextShape operand, int steps) => Timed(CostedOperation.Rotation, operand, _levels.Rotate(operand, steps));

    public IReadOnlyList<CiphertextShape> RotateHoisted(CiphertextShape operand, IReadOnlyList<int> steps) =>
        [.. steps.Select(step => Timed(CostedOperation.HoistedRotation, operand, _levels.Rotate(operand, step)))];

    public CiphertextShape Conjugate(CiphertextShape operand) => Timed(CostedOperation.Rotation, operand, _levels.Conjugate(operand));

    private CiphertextShape Timed(CostedOperation operation, CiphertextShape operand, CiphertextShape result)
    {
        Milliseconds += table.GetMicroseconds(operation, operand.Level, parameters.LogN) / 1000;
        return result;
    }
}
