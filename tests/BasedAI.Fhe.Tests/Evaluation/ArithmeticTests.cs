using System.Numerics;

namespace BasedAI.Fhe.Tests;

/// <summary>Homomorphism: what is computed on ciphertexts is what is computed on slots. Minimum bits are for the worst slot.</summary>
public class ArithmeticTests
{
    public static TheoryData<string, double> Contexts => new()
    {
        { nameof(FheTestContext.Small), 13 },
        { nameof(FheTestContext.Project), 22 },
        { nameof(FheTestContext.TwoSpecial), 22 },
    };

    [Theory]
    [MemberData(nameof(Contexts))]
    public void AddSubtractNegate_AreSlotwise(string name, double bits)
    {
        var context = FheTestContext.Named(name);
        Complex[] x = context.ComplexValues(1), y = context.ComplexValues(2);
        using var a = context.Encrypt(x);
        using var b = context.Encrypt(y);
        using var sum = context.Evaluator.Add(a, b);
        using var difference = context.Evaluator.Subtract(a, b);
        using var negated = context.Evaluator.Negate(a);
        PrecisionAssert.AtLeast(bits, Zip(x, y, (u, v) => u + v), context.DecryptComplex(sum));
        PrecisionAssert.AtLeast(bits, Zip(x, y, (u, v) => u - v), context.DecryptComplex(difference));
        PrecisionAssert.AtLeast(bits, Zip(x, y, (u, _) => -u), context.DecryptComplex(negated));
        Assert.False(sum.IsSeeded);
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Plaintext_AddSubtractMultiply_AreSlotwise(string name, double bits)
    {
        var context = FheTestContext.Named(name);
        double[] x = context.Values(3), y = context.Values(4);
        using var a = context.Encrypt(x);
        using var p = context.Encoder.Encode(y, context.Parameters.MaxLevel, context.Parameters.DefaultScale);
        using var sum = context.Evaluator.Add(a, p);
        using var difference = context.Evaluator.Subtract(a, p);
        using var product = context.Evaluator.Multiply(a, p);
        using var rescaled = context.Evaluator.Rescale(product);
        PrecisionAssert.AtLeast(bits, Zip(x, y, (u, v) => u + v), context.Decrypt(sum));
        PrecisionAssert.AtLeast(bits, Zip(x, y, (u, v) => u - v), context.Decrypt(difference));
        PrecisionAssert.AtLeast(bits, Zip(x, y, (u, v) => u * v), context.Decrypt(product));
        PrecisionAssert.AtLeast(bits, Zip(x, y, (u, v) => u * v), context.Decrypt(rescaled));
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Constants_AddAndMultiply(string name, double bits)
    {
        var context = FheTestContext.Named(name);
        double[] x = context.Values(5);
        using var a = context.Encrypt(x);
        using var sum = context.Evaluator.AddConstant(a, -0.75);
        using var product = context.Evaluator.MultiplyConstant(a, 0.3, context.Parameters.DefaultScale);
        using var tripled = context.Evaluator.MultiplyConstant(a, -3, Scale.FromLog2(0));
        PrecisionAssert.AtLeast(bits, [.. x.Select(u => u - 0.75)], context.Decrypt(sum));
        PrecisionAssert.AtLeast(bits, [.. x.Select(u => u * 0.3)], context.Decrypt(product));
        PrecisionAssert.AtLeast(bits, [.. x.Select(u => u * -3)], context.Decrypt(tripled));
        Assert.Equal(a.Scale, tripled.Scale);
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Multiply_DegreeTwo_Decrypts_Relinearizes_Rescales(string name, double bits)
    {
        var context = FheTestContext.Named(name);
        Complex[] x = context.ComplexValues(6), y = context.ComplexValues(7), expected = Zip(x, y, (u, v) => u * v);
        using var a = context.Encrypt(x);
        using var b = context.Encrypt(y);
        using var product = context.Evaluator.Multiply(a, b);
        using var relinearized = context.Evaluator.Relinearize(product);
        using var rescaled = context.Evaluator.Rescale(relinearized);
        using var rescaledFirst = context.Evaluator.Rescale(product);
        using var late = context.Evaluator.Relinearize(rescaledFirst);
        Assert.Equal(2, product.Degree);
        Assert.Equal(1, relinearized.Degree);
        Assert.Equal(context.Parameters.MaxLevel - 1, rescaled.Level);
        Assert.Equal(a.Scale.Value * b.Scale.Value / context.Parameters.RingQ[^1].Modulus.Value, rescaled.Scale.Value);
        PrecisionAssert.AtLeast(bits, expected, context.DecryptComplex(product));
        PrecisionAssert.AtLeast(bits, expected, context.DecryptComplex(relinearized));
        PrecisionAssert.AtLeast(bits, expected, context.DecryptComplex(rescaled));
        PrecisionAssert.AtLeast(bits - 6, expected, context.DecryptComplex(rescaledFirst));
        PrecisionAssert.AtLeast(bits - 6, expected, context.DecryptComplex(late));
    }

    [Fact]
    public void Square_HasTheBytesOfMultiply()
    {
        var context = FheTestContext.Project;
        using var a = context.Encrypt(context.Values(8));
        using var square = context.Evaluator.Square(a);
        using var product = context.Evaluator.Multiply(a, a);
        Assert.Equal(CiphertextSerializer.ToBytes(product), CiphertextSerializer.ToBytes(square));
    }

    [Fact]
    public void Add_CommutesAssociatesAndDistributes_BitForBit()
    {
        var context = FheTestContext.Project;
        using var a = context.Encrypt(context.Values(9));
        using var b = context.Encrypt(context.Values(10));
        using var c = context.Encrypt(context.Values(11));
        using var ab = context.Evaluator.Add(a, b);
        using var ba = context.Evaluator.Add(b, a);
        Assert.Equal(CiphertextSerializer.ToBytes(ab), CiphertextSerializer.ToBytes(ba));
        using var left = context.Evaluator.Multiply(ab, c);
        using var ac = context.Evaluator.Multiply(a, c);
        using var bc = context.Evaluator.Multiply(b, c);
        using var right = context.Evaluator.Add(ac, bc);
        Assert.Equal(CiphertextSerializer.ToBytes(left), CiphertextSerializer.ToBytes(right));
    }

    /// <summary>Σ x_i·y_i with one relinearisation, and sums that mix degree 1 and 2 on either side.</summary>
    [Fact]
    public void DegreeTwo_Arithmetic_OneRelinearisationForASum()
    {
        var context = FheTestContext.Project;
        double[] x = context.Values(12), y = context.Values(13);
        using var a = context.Encrypt(x);
        using var b = context.Encrypt(y);
        using var xy = context.Evaluator.Multiply(a, b);
        using var xx = context.Evaluator.Square(a);
        using var sum = context.Evaluator.Add(xy, xx);
        using var scaledPlain = context.Encoder.EncodeConstant(1, 3, context.Parameters.DefaultScale);
        using var lifted = context.Evaluator.Multiply(a, scaledPlain);
        using var mixed = context.Evaluator.Subtract(sum, lifted);
        using var reversed = context.Evaluator.Subtract(lifted, sum);
        using var added = context.Evaluator.Add(lifted, sum);
        using var relinearized = context.Evaluator.Relinearize(mixed);
        using var result = context.Evaluator.Rescale(relinearized);
        double[] expected = Zip(x, y, (u, v) => (u * v) + (u * u) - u);
        PrecisionAssert.AtLeast(22, expected, context.Decrypt(mixed));
        PrecisionAssert.AtLeast(22, expected, context.Decrypt(result));
        PrecisionAssert.AtLeast(22, [.. expected.Select(v => -v)], context.Decrypt(reversed));
        PrecisionAssert.AtLeast(22, Zip(x, y, (u, v) => (u * v) + (u * u) + u), context.Decrypt(added));
        Assert.Equal(2, reversed.Degree);
    }

    /// <summary>Depth 3 as the first model uses it: ((x·y)·x)·y at levels 3, 2, 1.</summary>
    [Fact]
    public void ThreeMultiplications_ReachLevelZero()
    {
        var context = FheTestContext.Project;
        double[] x = context.Values(14), y = context.Values(15);
        using var a = context.Encrypt(x);
        using var b = context.Encrypt(y);
        var (current, expected) = (a.Clone(), (double[])[.. x]);
        for (int step = 0; step < 3; step++)
        {
            double[] factor = step % 2 == 0 ? y : x;
            using var other = context.Evaluator.DropLevel(step % 2 == 0 ? b : a, step);
            using var previous = current;
            using var product = context.Evaluator.MultiplyRelinearize(current, other);
            current = context.Evaluator.Rescale(product);
            expected = Zip(expected, factor, (u, v) => u * v);
        }

        Assert.Equal(0, current.Level);
        PrecisionAssert.AtLeast(22, expected, context.Decrypt(current));
        current.Dispose();
    }

    [Fact]
    public void DropLevel_KeepsValueAndScale()
    {
        var context = FheTestContext.Project;
        double[] x = context.Values(16);
        using var a = context.Encrypt(x);
        for (int levels = 0; levels <= 3; levels++)
        {
            using var dropped = context.Evaluator.DropLevel(a, levels);
            Assert.Equal(3 - levels, dropped.Level);
            Assert.Equal(a.Scale, dropped.Scale);
            PrecisionAssert.AtLeast(25, x, context.Decrypt(dropped));
        }
    }

    [Fact]
    public void Results_DoNotShareMemoryWithOperands()
    {
        var context = FheTestContext.Project;
        double[] x = context.Values(17);
        var a = context.Encrypt(x);
        using var rotated = context.Evaluator.Rotate(a, 0);
        using var clone = a.Clone();
        using var sum = context.Evaluator.AddConstant(a, 1);
        a.Dispose();
        using var churn = context.Encrypt(context.Values(18));
        PrecisionAssert.AtLeast(25, x, context.Decrypt(rotated));
        PrecisionAssert.AtLeast(25, x, context.Decrypt(clone));
        PrecisionAssert.AtLeast(25, [.. x.Select(u => u + 1)], context.Decrypt(sum));
        Assert.Throws<ObjectDisposedException>(() => context.Evaluator.Negate(a));
    }

    private static T[] Zip<T>(T[] left, T[] right, Func<T, T, T> operation) => [.. left.Zip(right, operation)];
}
