using System.Numerics;
using CsCheck;

namespace BasedAI.Fhe.Tests;

/// <summary>Matrix times vector. The first part is in the clear, the second on ciphertexts, where precision is stated in bits of the worst slot.</summary>
public sealed class LinearTransformTests
{
    public static TheoryData<string, int, int, bool, bool> Encrypted => new()
    {
        { "Project", 1, 1, true, false },            // the main diagonal alone: no key
        { "Project", 8, 8, true, false },            // baby steps only
        { "Project", 8, 1, true, true },             // giant steps only
        { "Project", 8, 1, false, true },
        { "Project", 128, 16, true, false },         // N/(2n) = 32: one weight for a run of places
        { "Project", 256, 16, false, true },         // N/(2n) = 16: a limb for each weight
        { "TwoSpecial", 128, 16, true, false },
        { "TwoSpecial", 32, 5, false, true },        // five does not divide 32
    };

    [Fact]
    public void Diagonals_AreTheMatrix() => Gen.Select(Gen.Int[0, 6], Gen.Int[1, 1 << 30]).Sample((logN, seed) =>
    {
        int n = 1 << logN;
        var random = new Random(seed);
        var rows = new Complex[n, n];
        for (int i = 0; i < n * n; i++) rows[i / n, i % n] = new Complex(random.NextDouble() + 1, random.NextDouble());
        Complex[] x = [.. Enumerable.Range(0, n).Select(_ => new Complex(random.NextDouble(), random.NextDouble()))];
        Complex[] expected = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Aggregate(Complex.Zero, (sum, j) => sum + (rows[i, j] * x[j])))];
        PrecisionAssert.AtLeast(44, expected, DiagonalMatrix.FromRows(rows).Multiply(x));
    }, iter: 30);

    /// <summary>Any split of any set of diagonals composes to the same product, in the clear.</summary>
    [Fact]
    public void Compose_AnySplit_IsTheProduct() => Gen.Select(Gen.Int[0, 5], Gen.Int[1, 1 << 30], Gen.Bool).Sample((logN, seed, isSerial) =>
    {
        var context = FheTestContext.Small;
        var random = new Random(seed);
        var matrix = RandomMatrix(1 << logN, random, density: 0.5);
        using var transform = new LinearTransform(
            context.Parameters, matrix, 1, context.Parameters.DefaultScale, new TransformSplit(random.Next(1, matrix.Dimension + 1), isSerial));
        Complex[] x = Periodic(context, matrix.Dimension, random);
        PrecisionAssert.AtLeast(40, Expected(context, matrix, x), new ComplexCleartextAlgebra().Transform(x, transform));
    }, iter: 40);

    [Theory, MemberData(nameof(Encrypted))]
    public void Encrypted_IsTheProduct(string name, int dimension, int babySize, bool isSerial, bool isComplex)
    {
        var context = FheTestContext.Named(name);
        int level = context.Parameters.MaxLevel;
        var random = new Random(dimension);
        var matrix = dimension == 1 ? DiagonalMatrix.FromDiagonals(1, new Dictionary<int, Complex[]> { [0] = [1.5] })
            : RandomMatrix(dimension, random, density: dimension > 64 ? 0.3 : 1, isComplex);
        Complex[] x = Periodic(context, dimension, random);
        using var transform = new LinearTransform(
            context.Parameters, matrix, level, new Scale(context.Parameters.RingQ[level].Modulus.Value), new TransformSplit(babySize, isSerial));
        using var keys = context.KeyGenerator.GenerateEvaluationKeys(context.SecretKey, new EvaluationKeyRequest(null, transform.GaloisKeys));
        using var operand = context.Encrypt(x);

        // Double-hoisted.
        using var operands = new EncodedOperands(context.Parameters);
        using var algebra = new CiphertextAlgebra(new CkksEvaluator(context.Parameters, keys), operands);
        var product = algebra.Rescale(algebra.Transform(operand, transform));
        Assert.Equal((level - 1, context.Parameters.DefaultScale), (product.Level, product.Scale));
        Complex[] expected = Expected(context, matrix, x), actual = context.DecryptComplex(product);
        PrecisionAssert.AtLeast(20, expected, actual);

        // The same by the other verbs: another noise, the same numbers.
        var composed = algebra.Rescale(transform.Compose(algebra, operand));
        PrecisionAssert.AtLeast(20, actual, context.DecryptComplex(composed));
    }

    /// <summary>The key list is what the composed circuit uses, no more; and without any one of them nothing is computed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GaloisKeys_AreExactlyThoseNeeded(bool isSerial)
    {
        var context = FheTestContext.Project;
        using var transform = new LinearTransform(
            context.Parameters, RandomMatrix(16, new Random(3), 1), 2, context.Parameters.DefaultScale, new TransformSplit(4, isSerial));
        var costs = new CostAlgebra(context.Parameters);
        var input = costs.Input(2, context.Parameters.DefaultScale);
        transform.Compose(costs, input);
        Assert.Equal(costs.RequiredKeys.Galois, transform.GaloisKeys);
        Assert.Equal(isSerial ? 4 : 6, transform.GaloisKeys.Length);
        Assert.Equal(transform.Cost.RotationKeys, transform.GaloisKeys.Length);

        using var operand = context.Encrypt(context.Values(1), 2);
        for (int missing = 0; missing < transform.GaloisKeys.Length; missing++)
        {
            using var keys = context.KeyGenerator.GenerateEvaluationKeys(
                context.SecretKey, new EvaluationKeyRequest(null, transform.GaloisKeys.RemoveAt(missing)));
            var exception = Assert.Throws<MissingEvaluationKeyException>(() => new CkksEvaluator(context.Parameters, keys).Transform(operand, transform));
            Assert.Equal(transform.GaloisKeys[missing].Element, exception.Element);
        }
    }

    [Fact]
    public void Transform_BelowItsLevel_AndOnThreads_IsTheSame()
    {
        var context = FheTestContext.TwoSpecial;
        var matrix = RandomMatrix(32, new Random(4), 1);
        using var transform = LinearTransform.Create(context.Parameters, matrix, 6);
        using var keys = context.KeyGenerator.GenerateEvaluationKeys(context.SecretKey, new EvaluationKeyRequest(null, transform.GaloisKeys));
        Complex[] x = Periodic(context, 32, new Random(5));
        using var top = context.Encrypt(x);
        foreach (int level in (int[])[6, 5, 2])
        {
            using var operand = context.Evaluator.DropLevel(top, 6 - level);
            using var one = new CkksEvaluator(context.Parameters, keys).Transform(operand, transform);
            using var two = new CkksEvaluator(context.Parameters, keys, threads: 2).Transform(operand, transform);
            Assert.Equal(Bytes(one), Bytes(two));
            PrecisionAssert.AtLeast(20, Expected(context, matrix, x), context.DecryptComplex(one));
        }
    }

    [Fact]
    public void Choose_WeighsKeys()
    {
        var dense = RandomMatrix(128, new Random(1), 1);
        Assert.Equal(new TransformSplit(16, IsSerial: true), TransformSplit.Choose(dense, new TransformWeights()));
        Assert.Equal(new TransformCost(15, 7, 128, 16), new TransformSplit(16, IsSerial: true).GetCost(dense));
        Assert.Equal(new TransformCost(15, 7, 128, 22), new TransformSplit(16, IsSerial: false).GetCost(dense));
        Assert.True(TransformSplit.Choose(dense, new TransformWeights { RotationKey = 20 }).GetCost(dense).RotationKeys <= 6);

        // Three diagonals of a band: two keys, and the one key of serial steps would cost many of them.
        var band = DiagonalMatrix.FromDiagonals(128, new[] { -1, 0, 1 }.ToDictionary(d => d, _ => Enumerable.Repeat(Complex.One, 128).ToArray()));
        Assert.Equal(new TransformCost(2, 0, 3, 2), TransformSplit.Choose(band, new TransformWeights()).GetCost(band));
    }

    /// <summary>
    /// 36 transforms to decompose seven primes into four digits over nine, 9 for half a ModDown and 36 again in each of seven giant steps, 18 for the way back.
    /// </summary>
    [Fact]
    public void Cost_DoubleHoisted_FollowsTheFormula()
    {
        var context = FheTestContext.TwoSpecial;
        using var transform = LinearTransform.Create(context.Parameters, RandomMatrix(128, new Random(1), 1), 6);
        var costs = new CostAlgebra(context.Parameters);
        var product = costs.Transform(costs.Input(6, context.Parameters.DefaultScale), transform);
        Assert.Equal(context.Parameters.DefaultScale * transform.Scale, product.Scale);
        Assert.Equal(36 + (7 * (9 + 36)) + 18, costs.Cost.KeySwitchNtts);
        Assert.Equal((15, 7, 128, 16), (costs.Cost.HoistedRotations, costs.Cost.Rotations, costs.Cost.PlaintextProducts, costs.Cost.GaloisPairs));

        var composed = new CostAlgebra(context.Parameters);
        transform.Compose(composed, composed.Input(6, context.Parameters.DefaultScale));
        Assert.Equal(36 + (15 * 18) + (7 * 54), composed.Cost.KeySwitchNtts);
        Assert.Equal((15, 7, 128, 16), (composed.Cost.HoistedRotations, composed.Cost.Rotations, composed.Cost.PlaintextProducts, composed.Cost.GaloisPairs));
    }

    [Fact]
    public void WhatDoesNotFit_IsRefused()
    {
        var context = FheTestContext.Project;
        var matrix = RandomMatrix(8, new Random(1), 1);
        Assert.Throws<ArgumentException>(() => DiagonalMatrix.FromRows(new double[2, 3]));
        Assert.Throws<ArgumentException>(() => DiagonalMatrix.FromRows(new double[4, 4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DiagonalMatrix.FromRows(new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }));
        Assert.Throws<ArgumentException>(() => DiagonalMatrix.FromDiagonals(2, new Dictionary<int, Complex[]> { [1] = [1, 1], [-1] = [1, 1] }));
        Assert.Throws<FheOperandException>(() => new LinearTransform(context.Parameters, matrix, 2, context.Parameters.DefaultScale, new TransformSplit(9, true)));
        Assert.Throws<FheOperandException>(() => LinearTransform.Create(FheTestContext.Small.Parameters, RandomMatrix(4096, new Random(1), 0.001), 1));
        using var transform = LinearTransform.Create(context.Parameters, matrix, 2);
        using var operand = context.Encrypt(context.Values(1));
        Assert.Throws<FheOperandException>(() => context.Evaluator.Transform(operand, transform));           // level 3 above 2
        var levels = new LevelAlgebra(context.Parameters);
        Assert.Throws<FheOperandException>(() => levels.Transform(levels.Input(1, context.Parameters.DefaultScale), transform));
    }

    internal static DiagonalMatrix RandomMatrix(int n, Random random, double density, bool isComplex = true) => DiagonalMatrix.FromDiagonals(
        n,
        Enumerable.Range(0, n).Where(d => d == n - 1 || random.NextDouble() < density).ToDictionary(
            d => d, _ => Enumerable.Range(0, n).Select(_ => new Complex((2 * random.NextDouble()) - 1, isComplex ? (2 * random.NextDouble()) - 1 : 0)).ToArray()));

    private static Complex[] Periodic(FheTestContext context, int n, Random random)
    {
        Complex[] period = [.. Enumerable.Range(0, n).Select(_ => new Complex((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1))];
        return [.. Enumerable.Range(0, context.Parameters.MaxSlots).Select(i => period[i % n])];
    }

    private static Complex[] Expected(FheTestContext context, DiagonalMatrix matrix, Complex[] x)
    {
        Complex[] product = matrix.Multiply(x.AsSpan(0, matrix.Dimension));
        return [.. Enumerable.Range(0, context.Parameters.MaxSlots).Select(i => product[i % matrix.Dimension])];
    }

    private static byte[] Bytes(Ciphertext ciphertext)
    {
        using var stream = new MemoryStream();
        CiphertextSerializer.Write(ciphertext, stream);
        return stream.ToArray();
    }
}
