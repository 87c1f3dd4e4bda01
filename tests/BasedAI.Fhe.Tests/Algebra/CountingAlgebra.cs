namespace BasedAI.Fhe.Tests;

/// <summary>Hands every verb on to ciphertexts and counts it.</summary>
internal sealed class CountingAlgebra(CiphertextAlgebra inner) : ICkksAlgebra<Ciphertext>
{
    public int Rotations { get; private set; }

    public int HoistedRotations { get; private set; }

    public int Conjugations { get; private set; }

    public int Relinearizations { get; private set; }

    public int CiphertextProducts { get; private set; }

    public int PlaintextProducts { get; private set; }

    public int Rescales { get; private set; }

    public Ciphertext Add(Ciphertext left, Ciphertext right) => inner.Add(left, right);

    public Ciphertext Subtract(Ciphertext left, Ciphertext right) => inner.Subtract(left, right);

    public Ciphertext Negate(Ciphertext operand) => inner.Negate(operand);

    public Ciphertext Add(Ciphertext left, PlaintextOperand right) => inner.Add(left, right);

    public Ciphertext DropLevel(Ciphertext operand, int levels) => inner.DropLevel(operand, levels);

    public void Release(Ciphertext value) => inner.Release(value);

    public Ciphertext Multiply(Ciphertext left, PlaintextOperand right)
    {
        PlaintextProducts++;
        return inner.Multiply(left, right);
    }

    public Ciphertext Multiply(Ciphertext left, Ciphertext right)
    {
        CiphertextProducts++;
        return inner.Multiply(left, right);
    }

    public Ciphertext Square(Ciphertext operand)
    {
        CiphertextProducts++;
        return inner.Square(operand);
    }

    public Ciphertext Relinearize(Ciphertext operand)
    {
        Relinearizations++;
        return inner.Relinearize(operand);
    }

    public Ciphertext Rescale(Ciphertext operand)
    {
        Rescales++;
        return inner.Rescale(operand);
    }

    public Ciphertext Rotate(Ciphertext operand, int steps)
    {
        Rotations++;
        return inner.Rotate(operand, steps);
    }

    public IReadOnlyList<Ciphertext> RotateHoisted(Ciphertext operand, IReadOnlyList<int> steps)
    {
        HoistedRotations += steps.Count;
        return inner.RotateHoisted(operand, steps);
    }

    public Ciphertext Conjugate(Ciphertext operand)
    {
        Conjugations++;
        return inner.Conjugate(operand);
    }

    public void AssertCounted(CircuitCost cost) => Assert.Equal(
        (cost.Rotations, cost.HoistedRotations, cost.Conjugations, cost.Relinearizations, cost.CiphertextProducts, cost.PlaintextProducts, cost.Rescales),
        (Rotations, HoistedRotations, Conjugations, Relinearizations, CiphertextProducts, PlaintextProducts, Rescales));
}
