namespace BasedAI.Fhe;

/// <summary>Products that need no key.</summary>
public sealed partial class CkksEvaluator
{
    /// <summary>Multiplies every slot by one real number encoded at <paramref name="scale"/>; with scale 1 and a whole number the scale stays.</summary>
    /// <exception cref="FheOperandException">Other parameters, or a number or resulting scale that does not fit the modulus.</exception>
    public Ciphertext MultiplyConstant(Ciphertext operand, double constant, Scale scale)
    {
        Check(nameof(MultiplyConstant), operand);
        var result = NewResult(operand.Degree, operand.Level);
        MultiplyConstant(operand, constant, scale, result);
        return result;
    }

    /// <inheritdoc cref="MultiplyConstant(Ciphertext, double, Scale)"/>
    /// <param name="operand">One.</param>
    /// <param name="constant">Other.</param>
    /// <param name="scale">Scale of the other.</param>
    /// <param name="destination">Any ciphertext; may be the operand.</param>
    public void MultiplyConstant(Ciphertext operand, double constant, Scale scale, Ciphertext destination)
    {
        Check(nameof(MultiplyConstant), operand);
        double integer = CkksEncoder.RoundConstant(_parameters, constant, operand.Level, scale);
        var product = operand.Scale * scale;
        Operands.CheckScale(_parameters, nameof(MultiplyConstant), operand.Level, product);
        CheckDestination(nameof(MultiplyConstant), destination);
        destination.Reshape(operand.Degree, operand.Level, product);
        for (int i = 0; i <= operand.Level; i++)
        {
            var ring = _parameters.RingQ[i];
            ulong residue = IntegerLifter.Reduce(integer, ring.Modulus.Value);
            for (int k = 0; k <= operand.Degree; k++) ring.MultiplyScalar(operand.Part(k).Limb(i), residue, destination.Part(k).Limb(i));
        }
    }

    /// <summary>Slot by slot product with a plaintext at the level of the ciphertext or above; scales multiply. Rescale afterwards.</summary>
    /// <exception cref="FheOperandException">Other parameters, the plaintext is at a lower level, or the scale outgrows the modulus.</exception>
    public Ciphertext Multiply(Ciphertext left, Plaintext right)
    {
        Check(nameof(Multiply), left, right);
        var result = NewResult(left.Degree, left.Level);
        Multiply(left, right, result);
        return result;
    }

    /// <inheritdoc cref="Multiply(Ciphertext, Plaintext)"/>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    /// <param name="destination">Any ciphertext; may be the operand.</param>
    public void Multiply(Ciphertext left, Plaintext right, Ciphertext destination)
    {
        Check(nameof(Multiply), left, right);
        var scale = left.Scale * right.Scale;
        Operands.CheckScale(_parameters, nameof(Multiply), left.Level, scale);
        CheckDestination(nameof(Multiply), destination);
        destination.Reshape(left.Degree, left.Level, scale);
        for (int k = 0; k <= left.Degree; k++) Map(left.Part(k), right.Polynomial, destination.Part(k), MultiplyLimbs);
    }

    /// <summary>Slot by slot product: degree 2 until relinearised; scales multiply. Sums of such products need one relinearisation together.</summary>
    /// <exception cref="FheOperandException">Parameters or levels differ, a degree is not 1, or the scale outgrows the modulus.</exception>
    public Ciphertext Multiply(Ciphertext left, Ciphertext right)
    {
        _ = CheckProduct(nameof(Multiply), left, right);
        var result = NewResult(2, left.Level);
        Multiply(left, right, result);
        return result;
    }

    /// <inheritdoc cref="Multiply(Ciphertext, Ciphertext)"/>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    /// <param name="destination">Another ciphertext.</param>
    public void Multiply(Ciphertext left, Ciphertext right, Ciphertext destination)
    {
        var scale = CheckProduct(nameof(Multiply), left, right);
        CheckDestination(nameof(Multiply), destination, left);
        CheckDestination(nameof(Multiply), destination, right);
        destination.Reshape(2, left.Level, scale);
        for (int i = 0; i <= left.Level; i++)
        {
            var ring = _parameters.RingQ[i];
            ring.Multiply(left.Part(0).Limb(i), right.Part(0).Limb(i), destination.Part(0).Limb(i));
            ring.Multiply(left.Part(0).Limb(i), right.Part(1).Limb(i), destination.Part(1).Limb(i));
            ring.MultiplyAdd(left.Part(1).Limb(i), right.Part(0).Limb(i), destination.Part(1).Limb(i));
            ring.Multiply(left.Part(1).Limb(i), right.Part(1).Limb(i), destination.Part(2).Limb(i));
        }
    }

    /// <summary>operand·operand with one product less; the same bytes as <see cref="Multiply(Ciphertext, Ciphertext)"/>.</summary>
    /// <exception cref="FheOperandException">Other parameters, a degree that is not 1, or the scale outgrows the modulus.</exception>
    public Ciphertext Square(Ciphertext operand)
    {
        _ = CheckProduct(nameof(Square), operand, operand);
        var result = NewResult(2, operand.Level);
        Square(operand, result);
        return result;
    }

    /// <inheritdoc cref="Square(Ciphertext)"/>
    /// <param name="operand">Degree 1.</param>
    /// <param name="destination">Another ciphertext.</param>
    public void Square(Ciphertext operand, Ciphertext destination)
    {
        var scale = CheckProduct(nameof(Square), operand, operand);
        CheckDestination(nameof(Square), destination, operand);
        destination.Reshape(2, operand.Level, scale);
        for (int i = 0; i <= operand.Level; i++)
        {
            var ring = _parameters.RingQ[i];
            var cross = destination.Part(1).Limb(i);
            ring.Multiply(operand.Part(0).Limb(i), operand.Part(0).Limb(i), destination.Part(0).Limb(i));
            ring.Multiply(operand.Part(0).Limb(i), operand.Part(1).Limb(i), cross);
            ring.Add(cross, cross, cross);
            ring.Multiply(operand.Part(1).Limb(i), operand.Part(1).Limb(i), destination.Part(2).Limb(i));
        }
    }

    private Scale CheckProduct(string operation, Ciphertext left, Ciphertext right)
    {
        Check(operation, left, right);
        Operands.CheckDegreeOne(operation, left);
        Operands.CheckDegreeOne(operation, right);
        var scale = left.Scale * right.Scale;
        Operands.CheckScale(_parameters, operation, left.Level, scale);
        return scale;
    }
}
