using System.Numerics;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Predicts noise. Every figure is the standard deviation of one integer coefficient of "decrypted minus exact"; slots follow by
/// <see cref="ToSlotDeviation"/>. An average-case model: coefficients are taken as independent, digits as uniform.
/// </summary>
/// <remarks>
/// Variance heuristics as in Costache, Curtis, Hales, Murphy, Ogilvie, Player, "On the Precision Loss in Approximate Homomorphic Encryption" (ePrint
/// 2022/162). A uniform ternary secret has coefficient variance 2/3; rounding to an integer has variance 1/12.
/// </remarks>
public sealed class NoiseModel
{
    /// <summary>Standard deviation of the error distribution.</summary>
    public const double ErrorDeviation = DiscreteGaussianSampler.StandardDeviation;

    private const double SecretVariance = 2.0 / 3;
    private const double RoundingVariance = 1.0 / 12;

    private readonly CkksParameters _parameters;
    private readonly double _n;

    /// <summary>Creates the model of a parameter set.</summary>
    public NoiseModel(CkksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        _n = parameters.N;
    }

    /// <summary>Rounding of an encoded plaintext: sqrt(1/12).</summary>
    public static double EncodingRounding => Math.Sqrt(RoundingVariance);

    /// <summary>A fresh symmetric ciphertext: one error.</summary>
    public static double FreshSymmetric => ErrorDeviation;

    /// <summary>A fresh public-key ciphertext: e0 + e·v + e1·s, variance σ²·(1 + 4N/3).</summary>
    public double FreshPublicKey => ErrorDeviation * Math.Sqrt(1 + (2 * SecretVariance * _n));

    /// <summary>A sum or difference of independent noises.</summary>
    public static double Add(double left, double right) => Math.Sqrt((left * left) + (right * right));

    /// <summary>
    /// A product m1·e2 + m2·e1 + e1·e2. For a plaintext operand, its noise is <see cref="EncodingRounding"/> if the exact values count as
    /// the truth, 0 if its rounded form does.
    /// </summary>
    /// <param name="leftMessage">Root mean square of the left message's coefficients; see <see cref="ToCoefficientDeviation"/>.</param>
    /// <param name="leftNoise">Noise of the left operand.</param>
    /// <param name="rightMessage">Root mean square of the right message's coefficients.</param>
    /// <param name="rightNoise">Noise of the right operand.</param>
    public double Multiply(double leftMessage, double leftNoise, double rightMessage, double rightNoise) => Math.Sqrt(
        _n * (Squared(leftMessage * rightNoise) + Squared(rightMessage * leftNoise) + Squared(leftNoise * rightNoise)));

    /// <summary>A square 2·m·e + e²: products of a noise with itself come in pairs.</summary>
    /// <param name="message">Root mean square of the message's coefficients.</param>
    /// <param name="noise">Noise of the operand.</param>
    public double Square(double message, double noise) => Math.Sqrt(_n * (Squared(2 * message * noise) + (2 * Squared(noise * noise))));

    /// <summary>
    /// What a key switch adds at a level: each digit, uniform within its modulus D, meets one key error over P: N·σ²·D²/(12·P²) a digit,
    /// and dividing by P rounds both parts.
    /// </summary>
    public double KeySwitch(int level) => Math.Sqrt(KeyVariance(level) + Squared(Rounding(degree: 1)));

    /// <summary>
    /// A double-hoisted linear transform, the encoded diagonals counting as the truth: every term multiplies the noise of its rotated operand by its diagonal, that
    /// of the operand and, unless it is not rotated, of its key; a giant step adds the noise of its key and rounds one part; the end rounds both.
    /// </summary>
    /// <param name="noise">Noise of the operand.</param>
    /// <param name="transform">The transform.</param>
    /// <param name="level">Level of the operand.</param>
    public double Transform(double noise, LinearTransform transform, int level)
    {
        ArgumentNullException.ThrowIfNull(transform);
        double key = KeyVariance(level), variance = 0;
        foreach (var (step, diagonal) in transform.Rows.SelectMany(row => row.Terms))
            variance += diagonal.Coefficients.Sum(c => (double)c * c) * (Squared(noise) + (step == 0 ? 0 : key));
        variance += transform.Cost.GiantSteps * (key + (RoundingVariance * SecretVariance * _n));
        return Math.Sqrt(variance + (transform.Cost.KeySwitches == 0 ? 0 : Squared(Rounding(degree: 1))));
    }

    /// <summary>After a rescale from <paramref name="level"/>: the noise divided by the prime, and the rounding of every part.</summary>
    /// <param name="noise">Noise before.</param>
    /// <param name="level">Level before, 1 or more.</param>
    /// <param name="degree">Degree of the ciphertext, 1 or 2.</param>
    public double Rescale(double noise, int level, int degree = 1)
    {
        _parameters.CheckLevel(level, nameof(level));
        return Add(noise / _parameters.RingQ[level].Modulus.Value, Rounding(degree));
    }

    /// <summary>From a coefficient to a slot: standard deviation of the real part of a slot, sqrt(N/2)·noise/scale.</summary>
    public double ToSlotDeviation(double noise, Scale scale) => Math.Sqrt(_n / 2) * noise / scale.Value;

    /// <summary>From slots to coefficients: root mean square of the coefficients of a message whose slots have this root mean square.</summary>
    public double ToCoefficientDeviation(double slotRootMeanSquare, Scale scale) => slotRootMeanSquare * scale.Value / Math.Sqrt(_n);

    /// <summary>
    /// Bits of flooding noise for <see cref="DecryptionPurpose.ToDisclose"/>: the smallest b with 2^b ≥ sqrt(12·disclosures)·2^(security/2)·noise.
    /// </summary>
    /// <remarks>
    /// Li, Micciancio, Schultz, Sorrell (CRYPTO 2022), theorem on IND-CPA-D by Gaussian noise, with the noise of one coefficient as the bound on the
    /// difference. The noise must be a bound for the worst input, not the average: take the prediction for the circuit at its largest inputs and a
    /// margin of several bits.
    /// </remarks>
    /// <param name="noise">Bound on the noise of a coefficient, at least 1.</param>
    /// <param name="securityBits">Statistical security, for example 40.</param>
    /// <param name="disclosures">Values given away under one key, at least 1: every coefficient of every decryption counts.</param>
    public static int GetFloodingBits(double noise, int securityBits, long disclosures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(noise, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(securityBits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(disclosures, 1);
        return (int)Math.Ceiling(Math.Log2(noise) + (securityBits / 2.0) + (0.5 * Math.Log2(12.0 * disclosures)));
    }

    /// <summary>Rounding errors ε0 + ε1·s (+ ε2·s²); a coefficient of s² has variance about N·2·(2/3)².</summary>
    private double Rounding(int degree)
    {
        double parts = 1 + (SecretVariance * _n);
        if (degree == 2) parts += _n * _n * 2 * SecretVariance * SecretVariance;
        return Math.Sqrt(RoundingVariance * parts);
    }

    private double KeyVariance(int level)
    {
        _parameters.CheckLevel(level, nameof(level));
        double logP = BigInteger.Log(CkksParameters.Product(_parameters.RingP), 2), variance = 0;
        foreach (var digit in _parameters.RingQ.Take(level + 1).Chunk(_parameters.Alpha))
            variance += _n * Squared(ErrorDeviation * Math.Pow(2, BigInteger.Log(CkksParameters.Product(digit), 2) - logP)) / 12;
        return variance;
    }

    private static double Squared(double value) => value * value;
}
