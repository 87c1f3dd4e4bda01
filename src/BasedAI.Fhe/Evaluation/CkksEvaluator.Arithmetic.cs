namespace BasedAI.Fhe;

/// <summary>Sums and differences, limb by limb.</summary>
public sealed partial class CkksEvaluator
{
    private static readonly LimbOperation AddLimbs = static (ring, left, right, destination) => ring.Add(left, right, destination);
    private static readonly LimbOperation SubtractLimbs = static (ring, left, right, destination) => ring.Subtract(left, right, destination);
    private static readonly LimbOperation MultiplyLimbs = static (ring, left, right, destination) => ring.Multiply(left, right, destination);
    private static readonly LimbOperation NegateLimbs = static (ring, left, _, destination) => ring.Negate(left, destination);

    /// <summary>left + right; degrees may differ.</summary>
    /// <exception cref="FheOperandException">Parameters, levels or scales differ.</exception>
    public Ciphertext Add(Ciphertext left, Ciphertext right) => Combine(nameof(Add), left, right, null, AddLimbs, isRightNegated: false);

    /// <inheritdoc cref="Add(Ciphertext, Ciphertext)"/>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    /// <param name="destination">Any ciphertext; may be an operand.</param>
    public void Add(Ciphertext left, Ciphertext right, Ciphertext destination) =>
        Combine(nameof(Add), left, right, destination ?? throw new ArgumentNullException(nameof(destination)), AddLimbs, isRightNegated: false);

    /// <summary>left - right; degrees may differ.</summary>
    /// <exception cref="FheOperandException">Parameters, levels or scales differ.</exception>
    public Ciphertext Subtract(Ciphertext left, Ciphertext right) => Combine(nameof(Subtract), left, right, null, SubtractLimbs, isRightNegated: true);

    /// <inheritdoc cref="Subtract(Ciphertext, Ciphertext)"/>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    /// <param name="destination">Any ciphertext; may be an operand.</param>
    public void Subtract(Ciphertext left, Ciphertext right, Ciphertext destination) =>
        Combine(nameof(Subtract), left, right, destination ?? throw new ArgumentNullException(nameof(destination)), SubtractLimbs, isRightNegated: true);

    /// <summary>left + right, with a plaintext at the level of the ciphertext or above.</summary>
    /// <exception cref="FheOperandException">Parameters or scales differ, or the plaintext is at a lower level.</exception>
    public Ciphertext Add(Ciphertext left, Plaintext right) => Combine(nameof(Add), left, right, null, AddLimbs);

    /// <inheritdoc cref="Add(Ciphertext, Plaintext)"/>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    /// <param name="destination">Any ciphertext; may be the operand.</param>
    public void Add(Ciphertext left, Plaintext right, Ciphertext destination) =>
        Combine(nameof(Add), left, right, destination ?? throw new ArgumentNullException(nameof(destination)), AddLimbs);

    /// <summary>left - right, with a plaintext at the level of the ciphertext or above.</summary>
    /// <exception cref="FheOperandException">Parameters or scales differ, or the plaintext is at a lower level.</exception>
    public Ciphertext Subtract(Ciphertext left, Plaintext right) => Combine(nameof(Subtract), left, right, null, SubtractLimbs);

    /// <inheritdoc cref="Subtract(Ciphertext, Plaintext)"/>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    /// <param name="destination">Any ciphertext; may be the operand.</param>
    public void Subtract(Ciphertext left, Plaintext right, Ciphertext destination) =>
        Combine(nameof(Subtract), left, right, destination ?? throw new ArgumentNullException(nameof(destination)), SubtractLimbs);

    /// <summary>-operand.</summary>
    /// <exception cref="FheOperandException">Other parameters.</exception>
    public Ciphertext Negate(Ciphertext operand)
    {
        Check(nameof(Negate), operand);
        var result = NewResult(operand.Degree, operand.Level);
        Negate(operand, result);
        return result;
    }

    /// <inheritdoc cref="Negate(Ciphertext)"/>
    /// <param name="operand">What to negate.</param>
    /// <param name="destination">Any ciphertext; may be the operand.</param>
    public void Negate(Ciphertext operand, Ciphertext destination)
    {
        Check(nameof(Negate), operand);
        CheckDestination(nameof(Negate), destination);
        destination.Reshape(operand.Degree, operand.Level, operand.Scale);
        for (int k = 0; k <= operand.Degree; k++) Map(operand.Part(k), operand.Part(k), destination.Part(k), NegateLimbs);
    }

    /// <summary>Adds one real number to every slot, at the scale of the operand, rounded to the nearest integer.</summary>
    /// <exception cref="FheOperandException">Other parameters, or a number that is not finite or does not fit the modulus.</exception>
    public Ciphertext AddConstant(Ciphertext operand, double constant)
    {
        Check(nameof(AddConstant), operand);
        double integer = CkksEncoder.RoundConstant(_parameters, constant, operand.Level, operand.Scale);
        var sum = operand.CloneWithoutSeed();
        AddInteger(sum, integer);
        return sum;
    }

    /// <inheritdoc cref="AddConstant(Ciphertext, double)"/>
    /// <param name="operand">One.</param>
    /// <param name="constant">Other.</param>
    /// <param name="destination">Any ciphertext; may be the operand.</param>
    public void AddConstant(Ciphertext operand, double constant, Ciphertext destination)
    {
        Check(nameof(AddConstant), operand);
        double integer = CkksEncoder.RoundConstant(_parameters, constant, operand.Level, operand.Scale);
        Copy(operand, destination);
        destination.Reshape(operand.Degree, operand.Level, operand.Scale);     // in place, too, it is no fresh ciphertext any more
        AddInteger(destination, integer);
    }

    private void AddInteger(Ciphertext sum, double integer)
    {
        for (int i = 0; i <= sum.Level; i++)
        {
            var ring = _parameters.RingQ[i];
            ring.AddScalar(sum.Part(0).Limb(i), IntegerLifter.Reduce(integer, ring.Modulus.Value), sum.Part(0).Limb(i));
        }
    }

    private Ciphertext Combine(string operation, Ciphertext left, Ciphertext right, Ciphertext? destination, LimbOperation limbs, bool isRightNegated)
    {
        Check(operation, left, right);
        Operands.CheckSameScale(operation, left.Scale, right.Scale);
        if (destination is not null) CheckDestination(operation, destination);
        int leftDegree = left.Degree, rightDegree = right.Degree, degree = Math.Max(leftDegree, rightDegree), level = left.Level;
        var scale = left.Scale;
        var result = destination ?? NewResult(degree, level);
        result.Reshape(degree, level, scale);
        for (int k = 0; k <= degree; k++)
        {
            if (k > rightDegree) CopyLimbs(left.Part(k), result.Part(k));
            else if (k <= leftDegree) Map(left.Part(k), right.Part(k), result.Part(k), limbs);
            else if (isRightNegated) Map(right.Part(k), right.Part(k), result.Part(k), NegateLimbs);
            else CopyLimbs(right.Part(k), result.Part(k));
        }

        return result;
    }

    private Ciphertext Combine(string operation, Ciphertext left, Plaintext right, Ciphertext? destination, LimbOperation limbs)
    {
        Check(operation, left, right);
        Operands.CheckSameScale(operation, left.Scale, right.Scale);
        if (destination is not null) CheckDestination(operation, destination);
        int degree = left.Degree;
        var result = destination ?? NewResult(degree, left.Level);
        result.Reshape(degree, left.Level, left.Scale);
        Map(left.Part(0), right.Polynomial, result.Part(0), limbs);
        for (int k = 1; k <= degree; k++) CopyLimbs(left.Part(k), result.Part(k));
        return result;
    }
}
