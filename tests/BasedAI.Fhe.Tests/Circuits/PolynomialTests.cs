using System.Numerics;
using CsCheck;

namespace BasedAI.Fhe.Tests;

/// <summary>
/// Degrees 1 to 63 in both bases: the clear reading against the value (2^-40 relative to the sum of the coefficients), levels and scales of every circuit; and some on
/// ciphertexts, where precision is stated in bits of the worst slot.
/// </summary>
public sealed class PolynomialTests
{
    /// <summary>Seven levels at N = 2^14.</summary>
    private static readonly CkksParametersLiteral Deep = new() { LogN = 14, LogQ = [50, 40, 40, 40, 40, 40, 40, 40], LogP = [50, 50], LogDefaultScale = 40 };

    private static FheTestContext Context => FheTestContext.Get(Deep);

    public static TheoryData<PolynomialBasis, int> Encrypted
    {
        get
        {
            var data = new TheoryData<PolynomialBasis, int>();
            foreach (int degree in (int[])[1, 2, 3, 4, 6, 7, 8, 13, 16, 27, 31, 33, 63])
            {
                data.Add(PolynomialBasis.Power, degree);
                data.Add(PolynomialBasis.Chebyshev, degree);
            }

            return data;
        }
    }

    [Theory]
    [InlineData(PolynomialBasis.Power)]
    [InlineData(PolynomialBasis.Chebyshev)]
    public void EveryDegree_HasTheValue_TheDepth_AndTheScale(PolynomialBasis basis)
    {
        var parameters = Context.Parameters;
        double[] x = [.. Enumerable.Range(0, parameters.MaxSlots).Select(i => (2.0 * i / (parameters.MaxSlots - 1)) - 1)];
        for (int degree = 1; degree <= 63; degree++)
        {
            foreach (var polynomial in (Polynomial[])[Random(basis, degree, 1), Random(basis, degree, 2)])
            {
                var scale = Scale.FromLog2(40);
                var evaluator = new PolynomialEvaluator(parameters, polynomial, 7, scale, new Scale(1.25 * scale.Value));
                int depth = (int)Math.Ceiling(Math.Log2(degree + 1));
                Assert.Equal((depth, 7 - depth), (polynomial.Depth, evaluator.OutputLevel));

                var levels = new LevelAlgebra(parameters);
                var shape = evaluator.Evaluate(levels, levels.Input(7, scale));
                Assert.Equal((7 - depth, 1, depth), (shape.Level, shape.Degree, shape.Depth));
                Assert.InRange(shape.Scale.Value / (1.25 * scale.Value), 1 - LevelAlgebra.ScaleRounding, 1 + LevelAlgebra.ScaleRounding);
                Assert.Equal((depth, evaluator.Cost.Rescales > 0), (evaluator.Cost.Depth, true));

                double[] actual = evaluator.Evaluate(new CleartextAlgebra(), x);
                double tolerance = Math.ScaleB(polynomial.Coefficients.Sum(Math.Abs), -40);
                for (int i = 0; i < x.Length; i += 511) Assert.Equal(polynomial.Evaluate(x[i]), actual[i], tolerance);
            }
        }
    }

    /// <summary>
    /// The noise of x, of about 27 bits, passes through the derivative, at most Σ|c_i|·i for powers and Σ|c_i|·i² for Chebyshev polynomials: 25 bits less those of that
    /// bound are left at least. Every verb is counted as predicted, and the one key asked for is enough.
    /// </summary>
    [Theory, MemberData(nameof(Encrypted))]
    public void Encrypted_HasTheValue(PolynomialBasis basis, int degree)
    {
        var polynomial = Random(basis, degree, 3);
        var evaluator = new PolynomialEvaluator(Context.Parameters, polynomial, 7, Context.Parameters.DefaultScale);
        double[] x = Context.Values(degree);
        using var operand = Context.Encrypt(x);
        using var keys = Context.KeyGenerator.GenerateEvaluationKeys(Context.SecretKey, evaluator.RequiredKeys);
        using var operands = new EncodedOperands(Context.Parameters);
        using var algebra = new CiphertextAlgebra(new CkksEvaluator(Context.Parameters, keys), operands);
        var counting = new CountingAlgebra(algebra);
        var result = evaluator.Evaluate(counting, operand);
        counting.AssertCounted(evaluator.Cost);
        Assert.Equal(evaluator.OutputLevel, result.Level);
        Assert.InRange(result.Scale.Value / evaluator.OutputScale.Value, 1 - LevelAlgebra.ScaleRounding, 1 + LevelAlgebra.ScaleRounding);
        double slope = polynomial.Coefficients.Select((c, i) => Math.Abs(c) * (basis == PolynomialBasis.Power ? i : i * i)).Sum();
        PrecisionAssert.AtLeast(25 - Math.Log2(1 + slope), [.. x.Select(polynomial.Evaluate)], Context.Decrypt(result));
    }

    /// <summary>
    /// Degree 63, for one: T_2 … T_7, T_8, T_16, T_32 are nine products, eight blocks of degree 7 take seven, and the highest block two more for the sake of depth.
    /// </summary>
    [Theory]
    [InlineData(PolynomialBasis.Power, 1, 0)]
    [InlineData(PolynomialBasis.Power, 3, 2)]
    [InlineData(PolynomialBasis.Power, 7, 5)]
    [InlineData(PolynomialBasis.Power, 15, 8)]
    [InlineData(PolynomialBasis.Power, 31, 13)]
    [InlineData(PolynomialBasis.Power, 63, 18)]
    [InlineData(PolynomialBasis.Chebyshev, 31, 13)]
    [InlineData(PolynomialBasis.Chebyshev, 63, 18)]
    public void Products_OfADensePolynomial(PolynomialBasis basis, int degree, int products)
    {
        var evaluator = new PolynomialEvaluator(Context.Parameters, Random(basis, degree, 1), 7, Context.Parameters.DefaultScale);
        Assert.Equal(products, evaluator.Cost.CiphertextProducts);
    }

    [Fact]
    public void OddAndEven_AreSeen_AndCheaper()
    {
        var sine = Polynomial.Interpolate(Math.Sin, -1, 1, 31);
        var cosine = Polynomial.Interpolate(Math.Cos, -1, 1, 30);
        Assert.True(sine.IsOdd && !sine.IsEven && cosine.IsEven && !cosine.IsOdd);
        double[] odd = [.. Enumerable.Range(0, 32).Select(i => i % 2 == 1 ? 1.0 / i : 0)];
        int dense = new PolynomialEvaluator(Context.Parameters, Random(PolynomialBasis.Chebyshev, 31, 1), 7, Context.Parameters.DefaultScale).Cost.CiphertextProducts;
        int sparse = new PolynomialEvaluator(Context.Parameters, Polynomial.FromChebyshev(odd), 7, Context.Parameters.DefaultScale).Cost.CiphertextProducts;
        Assert.True(sparse < dense, $"odd {sparse}, dense {dense}");
    }

    /// <summary>1/(1 + e^-x) on [-8, 8] at degree 27, through the affine step: the interpolation is good to 2^-11, the circuit to 2^-20 of it.</summary>
    [Fact]
    public void Interpolated_OnAnInterval_IsTheFunction()
    {
        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        var polynomial = Polynomial.Interpolate(Sigmoid, -8, 8, 27);
        Assert.Equal(6, polynomial.Depth);
        for (double x = -8; x <= 8; x += 0.125) Assert.Equal(Sigmoid(x), polynomial.Evaluate(x), Math.ScaleB(1, -11));

        var evaluator = new PolynomialEvaluator(Context.Parameters, polynomial, 7, Context.Parameters.DefaultScale);
        using var keys = Context.KeyGenerator.GenerateEvaluationKeys(Context.SecretKey, evaluator.RequiredKeys);
        using var operands = new EncodedOperands(Context.Parameters);
        using var algebra = new CiphertextAlgebra(new CkksEvaluator(Context.Parameters, keys), operands);
        double[] values = Context.Values(9, bound: 8);
        using var operand = Context.Encrypt(values);
        PrecisionAssert.AtLeast(20, [.. values.Select(polynomial.Evaluate)], Context.Decrypt(evaluator.Evaluate(algebra, operand)));
    }

    [Fact]
    public void Divide_IsADivision() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 1 << 30], Gen.Bool).Sample((degree, seed, isPower) =>
    {
        var basis = isPower ? PolynomialBasis.Power : PolynomialBasis.Chebyshev;
        var p = Random(basis, degree, seed);
        int n = 1 << BitOperations.Log2((uint)degree);
        var (quotient, remainder) = Polynomial.Divide(basis, p.Coefficients.AsSpan(), n);
        foreach (double x in (double[])[-1, -0.3, 0.25, 0.9])
        {
            double Value(double[] c) => c.Select((value, i) => value * Element(basis, i, x)).Sum();
            Assert.Equal(p.Evaluate(x), (Value(quotient) * Element(basis, n, x)) + Value(remainder), 1e-10);
        }
    }, iter: 60);

    [Fact]
    public void WhatDoesNotFit_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Polynomial.FromPowers(1));
        Assert.Throws<ArgumentException>(() => Polynomial.FromPowers(1, 0));
        Assert.Throws<ArgumentException>(() => Polynomial.FromPowers(1, double.NaN));
        Assert.Throws<ArgumentException>(() => Polynomial.FromChebyshev([1, 1], 2, 1));
        Assert.Throws<FheOperandException>(() => new PolynomialEvaluator(Context.Parameters, Random(PolynomialBasis.Power, 16, 1), 4, Context.Parameters.DefaultScale));
    }

    private static Polynomial Random(PolynomialBasis basis, int degree, int seed)
    {
        var random = new Random((100 * seed) + degree);
        double[] coefficients = [.. Enumerable.Range(0, degree + 1).Select(_ => (2 * random.NextDouble()) - 1)];
        if (seed == 2) for (int i = 0; i < degree; i += 3) coefficients[i] = 0;
        return basis == PolynomialBasis.Power ? Polynomial.FromPowers(coefficients) : Polynomial.FromChebyshev(coefficients);
    }

    private static double Element(PolynomialBasis basis, int i, double x) => basis == PolynomialBasis.Power ? Math.Pow(x, i) : Math.Cos(i * Math.Acos(x));
}
