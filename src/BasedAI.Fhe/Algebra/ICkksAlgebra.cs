namespace BasedAI.Fhe;

/// <summary>
/// The verbs of CKKS over some idea of a ciphertext. A circuit is written once against this interface; the readings give its value
/// in the clear (<see cref="CleartextAlgebra"/>), its levels and scales (<see cref="LevelAlgebra"/>), its price
/// (<see cref="CostAlgebra"/>) and the real thing (<see cref="CiphertextAlgebra"/>); a compiler adds a reading that records instructions.
/// </summary>
/// <typeparam name="T">What stands for a ciphertext. Values are never changed by a verb: each verb gives a new one.</typeparam>
public interface ICkksAlgebra<T>
{
    /// <summary>left + right. Levels and scales must be equal.</summary>
    T Add(T left, T right);

    /// <summary>left − right. Levels and scales must be equal.</summary>
    T Subtract(T left, T right);

    /// <summary>−operand.</summary>
    T Negate(T operand);

    /// <summary>left + right, where right is encoded at left's level and scale.</summary>
    T Add(T left, PlaintextOperand right);

    /// <summary>left · right slot by slot, where right is encoded at left's level. Scales multiply; rescale afterwards.</summary>
    T Multiply(T left, PlaintextOperand right);

    /// <summary>left · right slot by slot; the result has degree 2 until it is relinearised. Scales multiply.</summary>
    T Multiply(T left, T right);

    /// <summary>operand · operand, of degree 2 until it is relinearised. The scale is squared.</summary>
    T Square(T operand);

    /// <summary>Degree 2 to degree 1: one key switch.</summary>
    T Relinearize(T operand);

    /// <summary>Drops the last limb and divides: level − 1, scale / q_level.</summary>
    T Rescale(T operand);

    /// <summary>Drops limbs without dividing: level − levels, the scale stays. Free.</summary>
    T DropLevel(T operand, int levels);

    /// <summary>Slot i of the result is slot i + steps of the operand, cyclically: one key switch.</summary>
    T Rotate(T operand, int steps);

    /// <summary>Several rotations of one operand that share its digit decomposition: one key switch each, but cheaper ones.</summary>
    IReadOnlyList<T> RotateHoisted(T operand, IReadOnlyList<int> steps);

    /// <summary>Complex conjugate of every slot: one key switch.</summary>
    T Conjugate(T operand);

    /// <summary>
    /// Matrix times vector; scales multiply, rescale afterwards. Composed of the other verbs unless a reading knows better; ciphertexts are double-hoisted.
    /// </summary>
    T Transform(T operand, LinearTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return transform.Compose(this, operand);
    }

    /// <summary>Says that an intermediate value will not be used again. Readings that hold nothing ignore it.</summary>
    void Release(T value)
    {
    }
}
