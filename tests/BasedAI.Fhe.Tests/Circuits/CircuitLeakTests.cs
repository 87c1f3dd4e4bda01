using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Tests;

/// <summary>A circuit releases every intermediate value itself: when it ends only its result is held, before the algebra is disposed.</summary>
[Collection(PoolCollection.Name)]
public sealed class CircuitLeakTests
{
    private static FheTestContext Context => FheTestContext.Project;

    [Theory]
    [InlineData(PolynomialBasis.Power)]
    [InlineData(PolynomialBasis.Chebyshev)]
    public void Polynomials(PolynomialBasis basis)
    {
        double[] coefficients = [0.5, 0.25, -0.5, 0.125, 0, 1, 0.25];
        var polynomial = basis == PolynomialBasis.Power ? Polynomial.FromPowers(coefficients) : Polynomial.FromChebyshev(coefficients);
        var evaluator = new PolynomialEvaluator(Context.Parameters, polynomial, 3, Context.Parameters.DefaultScale);
        AssertNothingIsHeld(evaluator.Evaluate);
    }

    [Theory]
    [InlineData(8, true)]                                                // compact weights
    [InlineData(8, false)]
    [InlineData(1024, true)]                                             // whole limbs
    public void Transforms(int dimension, bool isSerial)
    {
        var matrix = LinearTransformTests.RandomMatrix(dimension, new Random(1), 6.0 / dimension);
        long before = Outstanding;
        using (var transform = new LinearTransform(Context.Parameters, matrix, 3, Context.Parameters.DefaultScale, new TransformSplit(dimension / 4, isSerial)))
        {
            using var keys = Context.KeyGenerator.GenerateEvaluationKeys(Context.SecretKey, new EvaluationKeyRequest(null, transform.GaloisKeys));
            using var warm = Context.Encrypt([1.0]);
            new CkksEvaluator(Context.Parameters, keys).Transform(warm, transform).Dispose();
            AssertNothingIsHeld((algebra, x) => algebra.Transform(x, transform), keys);
            AssertNothingIsHeld((algebra, x) => transform.Compose(algebra, x), keys);
        }

        Assert.Equal(before, Outstanding);
    }

    [Fact]
    public void Sums()
    {
        using var keys = Context.KeyGenerator.GenerateEvaluationKeys(
            Context.SecretKey, new EvaluationKeyRequest(null, SlotSums.InnerSumKeys(Context.Parameters, 3, 4, 11)));
        AssertNothingIsHeld((algebra, x) => SlotSums.InnerSum(algebra, x, 4, 11), keys);
    }

    private static long Outstanding => LimbPool.For(Context.Parameters.N).OutstandingLimbs;

    private static void AssertNothingIsHeld(Func<ICkksAlgebra<Ciphertext>, Ciphertext, Ciphertext> circuit, EvaluationKeySet? keys = null)
    {
        using var operands = new EncodedOperands(Context.Parameters);
        using var algebra = new CiphertextAlgebra(new CkksEvaluator(Context.Parameters, keys ?? Context.Keys), operands);
        using var operand = Context.Encrypt(Context.Values(1));
        algebra.Release(circuit(algebra, operand));                      // encodes the operands
        long before = Outstanding;
        algebra.Release(circuit(algebra, operand));
        Assert.Equal(before, Outstanding);
    }
}
