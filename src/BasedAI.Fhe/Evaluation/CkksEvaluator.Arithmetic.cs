using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Sums and products, limb by limb.</summary>
public sealed partial class CkksEvaluator
{
    private static readonly LimbOperation AddLimbs = static (ring, left, right, destination) => ring.Add(left, right, destination);
    private static readonly LimbOperation SubtractLimbs = static (ring, left, right, destination) => ring.Subtract(left, right, destination);
    private static readonly LimbOperation MultiplyLimbs = static (ring, left, right, destination) => ring.Multiply(left, right, destination);
    private static readonly LimbOperation NegateLimbs = static (ring, left, _, destination) => ring.Negate(left, destination);

    /// <summary>left + right; degrees may differ.</summary>
    /// <exception cref="FheOperandException">Parameters, levels or scales differ.</exception>
    public Ciphertext Add(Ciphertext left, Ciphertext right) => Combine(nameof(Add), left, right, AddLimbs, isRightNegated: false);

    /// <summary>left - right; degrees may differ.</summary>
    /// <exception cref="FheOperandException">Parameters, levels or scales differ.</exception>
    public Ciphertext Subtract(Ciphertext left, Ciphertext right) => Combine(nameof(Subtract), left, right, SubtractLimbs, isRightNegated: true);

    /// <summary>left + right, with a plaintext at the level of the ciphertext or above.</summary>
    /// <exception cref="FheOperandException">Parameters or scales differ, or the plaintext is at a lower level.</exception>
    public Ciphertext Add(Ciphertext left, Plaintext right) => Combine(nameof(Add), left, right, AddLimbs);

    /// <summary>left - right, with a plaintext at the level of the ciphertext or above.</summary>
    /// <exception cref="FheOperandException">Parameters or scales differ, or the plaintext is at a lower level.</exception>
    public Ciphertext Subtract(Ciphertext left, Plaintext right) => Combine(nameof(Subtract), left, right, SubtractLimbs);

    /// <summary>-operand.</summary>
    /// <exception cref="FheOperandException">Other parameters.</exception>
    public Ciphertext Negate(Ciphertext operand)
    {
        Check(nameof(Negate), operand);
        var parts = new RnsPolynomial[operand.Degree + 1];
        for (int k = 0; k < parts.Length; k++) parts[k] = Map(operand.Part(k), operand.Part(k), operand.Level, NegateLimbs);
        return Create(operand.Level, operand.Scale, parts);
    }

    /// <summary>Adds one real number to every slot, at the scale of the operand, rounded to the nearest integer.</summary>
    /// <exception cref="FheOperandException">Other parameters, or a number that is not finite or does not fit the modulus.</exception>
    public Ciphertext AddConstant(Ciphertext operand, double constant)
    {
        Check(nameof(AddConstant), operand);
        double integer = CkksEncoder.RoundConstant(_parameters, constant, operand.Level, operand.Scale);
        var sum = operand.CloneWithoutSeed();
        for (int i = 0; i <= operand.Level; i++)
        {
            var ring = _parameters.RingQ[i];
            ring.AddScalar(sum.Part(0).Limb(i), IntegerLifter.Reduce(integer, ring.Modulus.Value), sum.Part(0).Limb(i));
        }

        return sum;
    }

    /// <summary>Multiplies every slot by one real number encoded at <paramref name="scale"/>; with scale 1 and a whole number the scale stays.</summary>
    /// <exception cref="FheOperandException">Other parameters, or a number or resulting scale that does not fit the modulus.</exception>
    public Ciphertext MultiplyConstant(Ciphertext operand, double constant, Scale scale)
    {
        Check(nameof(MultiplyConstant), operand);
        double integer = CkksEncoder.RoundConstant(_parameters, constant, operand.Level, scale);
        var product = operand.Scale * scale;
        Operands.CheckScale(_parameters, nameof(MultiplyConstant), operand.Level, product);
        var parts = RentParts(operand.Degree, operand.Level);
        for (int k = 0; k < parts.Length; k++)
        {
            for (int i = 0; i <= operand.Level; i++)
            {
                var ring = _parameters.RingQ[i];
                ring.MultiplyScalar(operand.Part(k).Limb(i), IntegerLifter.Reduce(integer, ring.Modulus.Value), parts[k].Limb(i));
            }
        }

        return Create(operand.Level, product, parts);
    }

    /// <summary>Slot by slot product with a plaintext at the level of the ciphertext or above; scales multiply. Rescale afterwards.</summary>
    /// <exception cref="FheOperandException">Other parameters, the plaintext is at a lower level, or the scale outgrows the modulus.</exception>
    public Ciphertext Multiply(Ciphertext left, Plaintext right)
    {
        Check(nameof(Multiply), left, right);
        var scale = left.Scale * right.Scale;
        Operands.CheckScale(_parameters, nameof(Multiply), left.Level, scale);
        var parts = new RnsPolynomial[left.Degree + 1];
        for (int k = 0; k < parts.Length; k++) parts[k] = Map(left.Part(k), right.Polynomial, left.Level, MultiplyLimbs);
        return Create(left.Level, scale, parts);
    }

    /// <summary>Slot by slot product: degree 2 until relinearised; scales multiply. Sums of such products need one relinearisation together.</summary>
    /// <exception cref="FheOperandException">Parameters or levels differ, a degree is not 1, or the scale outgrows the modulus.</exception>
    public Ciphertext Multiply(Ciphertext left, Ciphertext right)
    {
        var scale = CheckProduct(nameof(Multiply), left, right);
        var parts = RentParts(2, left.Level);
        for (int i = 0; i <= left.Level; i++)
        {
            var ring = _parameters.RingQ[i];
            ring.Multiply(left.Part(0).Limb(i), right.Part(0).Limb(i), parts[0].Limb(i));
            ring.Multiply(left.Part(0).Limb(i), right.Part(1).Limb(i), parts[1].Limb(i));
            ring.MultiplyAdd(left.Part(1).Limb(i), right.Part(0).Limb(i), parts[1].Limb(i));
            ring.Multiply(left.Part(1).Limb(i), right.Part(1).Limb(i), parts[2].Limb(i));
        }

        return Create(left.Level, scale, parts);
    }

    /// <summary>operand·operand with one product less; the same bytes as <see cref="Multiply(Ciphertext, Ciphertext)"/>.</summary>
    /// <exception cref="FheOperandException">Other parameters, a degree that is not 1, or the scale outgrows the modulus.</exception>
    public Ciphertext Square(Ciphertext operand)
    {
        var scale = CheckProduct(nameof(Square), operand, operand);
        var parts = RentParts(2, operand.Level);
        for (int i = 0; i <= operand.Level; i++)
        {
            var ring = _parameters.RingQ[i];
            ring.Multiply(operand.Part(0).Limb(i), operand.Part(0).Limb(i), parts[0].Limb(i));
            ring.Multiply(operand.Part(0).Limb(i), operand.Part(1).Limb(i), parts[1].Limb(i));
            ring.Add(parts[1].Limb(i), parts[1].Limb(i), parts[1].Limb(i));
            ring.Multiply(operand.Part(1).Limb(i), operand.Part(1).Limb(i), parts[2].Limb(i));
        }

        return Create(operand.Level, scale, parts);
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

    private Ciphertext Combine(string operation, Ciphertext left, Ciphertext right, LimbOperation limbs, bool isRightNegated)
    {
        Check(operation, left, right);
        Operands.CheckSameScale(operation, left.Scale, right.Scale);
        var parts = new RnsPolynomial[Math.Max(left.Degree, right.Degree) + 1];
        for (int k = 0; k < parts.Length; k++)
        {
            parts[k] = k > right.Degree ? left.Part(k).Clone()
                : k <= left.Degree ? Map(left.Part(k), right.Part(k), left.Level, limbs)
                : isRightNegated ? Map(right.Part(k), right.Part(k), left.Level, NegateLimbs)
                : right.Part(k).Clone();
        }

        return Create(left.Level, left.Scale, parts);
    }

    private Ciphertext Combine(string operation, Ciphertext left, Plaintext right, LimbOperation limbs)
    {
        Check(operation, left, right);
        Operands.CheckSameScale(operation, left.Scale, right.Scale);
        var parts = new RnsPolynomial[left.Degree + 1];
        parts[0] = Map(left.Part(0), right.Polynomial, left.Level, limbs);
        for (int k = 1; k < parts.Length; k++) parts[k] = left.Part(k).Clone();
        return Create(left.Level, left.Scale, parts);
    }
}
