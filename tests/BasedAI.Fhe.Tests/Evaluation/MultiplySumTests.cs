namespace BasedAI.Fhe.Tests;

/// <summary>Sums of products have the bytes of products and sums one by one.</summary>
public sealed class MultiplySumTests : IDisposable
{
    private readonly CkksParameters _parameters;
    private readonly CkksEvaluator[] _evaluators;
    private readonly Ciphertext[] _a;
    private readonly Ciphertext[] _b;
    private readonly Plaintext[] _p;

    public MultiplySumTests()
    {
        _parameters = InsecureCkksParameters.CreateInsecure(new CkksParametersLiteral
        {
            LogN = 8,
            LogQ = [45, 35, 35, 35],
            LogP = [45],
            LogDefaultScale = 35,
            RequiredSecurity = SecurityLevel.None,
        });
        var entropy = EntropySource.FixedForTests(5);
        using var secretKey = new KeyGenerator(_parameters, entropy).GenerateSecretKey();
        var encryptor = new SymmetricEncryptor(_parameters, secretKey, entropy);
        var encoder = new CkksEncoder(_parameters);
        _p = [.. Enumerable.Range(0, 13).Select(i => encoder.Encode([i, 0.5, -i], i % 2 == 0 ? 2 : 3, _parameters.DefaultScale))];
        _a = [.. Enumerable.Range(0, 13).Select(_ => Encrypt())];
        _b = [.. Enumerable.Range(0, 13).Select(_ => Encrypt())];
        _evaluators = [new(_parameters), new(_parameters, EvaluationKeySet.Empty(_parameters), 3)];

        Ciphertext Encrypt()
        {
            using var plaintext = encoder.Encode([0.5, -1, 0.25], 2, _parameters.DefaultScale);
            return encryptor.Encrypt(plaintext);
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(4), InlineData(5), InlineData(8), InlineData(9), InlineData(13)]
    public void With_plaintexts(int count)
    {
        foreach (var e in _evaluators)
        {
            using var expected = Sum(e, [.. Enumerable.Range(0, count).Select(i => e.Multiply(_a[i], _p[i]))]);
            using var actual = e.MultiplySum(_a.AsSpan(0, count), _p.AsSpan(0, count));
            AssertSame(expected, actual);
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(4), InlineData(5), InlineData(8), InlineData(9), InlineData(13)]
    public void With_ciphertexts_squares_among_them(int count)
    {
        foreach (var e in _evaluators)
        {
            Ciphertext[] right = [.. _b.AsSpan(0, count - 1), _a[count - 1]];
            using var expected = Sum(e, [.. Enumerable.Range(0, count).Select(i => e.Multiply(_a[i], right[i]))]);
            using var actual = e.MultiplySum(_a.AsSpan(0, count), right);
            AssertSame(expected, actual);
        }
    }

    [Fact]
    public void Degrees_may_differ_and_sums_may_go_on()
    {
        foreach (var e in _evaluators)
        {
            using Ciphertext square = e.Square(_a[0]), low = e.Rescale(square), one = e.DropLevel(_a[1], 1), linear = e.Multiply(one, _p[0]);
            using Plaintext p = new CkksEncoder(_parameters).Encode([0.5, 3], 1, linear.Scale / low.Scale);
            using Ciphertext heavy = e.Multiply(low, p), other = e.Multiply(one, _p[2]), product = e.Multiply(one, one);

            using var expected = Sum(e, [e.Multiply(one, _p[0]), e.Multiply(low, p), e.Multiply(one, _p[2])]);
            using var actual = e.MultiplySum([one, low, one], [_p[0], p, _p[2]]);
            AssertSame(expected, actual);

            // Onto sums of degree 1 and 2, with either kind of product.
            foreach (var begun in (Ciphertext[])[linear, product])
            {
                using Ciphertext plain = begun.Clone(), both = begun.Clone();
                using Ciphertext plainExpected = Sum(e, [begun.Clone(), heavy.Clone(), other.Clone()]), bothExpected = Sum(e, [begun.Clone(), product.Clone(), product.Clone()]);
                e.MultiplySum([low, one], [p, _p[2]], plain, isAccumulated: true);
                e.MultiplySum([one, one], new[] { one, one }, both, isAccumulated: true);
                AssertSame(plainExpected, plain);
                AssertSame(bothExpected, both);
            }
        }
    }

    [Fact]
    public void Operands_are_checked()
    {
        var e = _evaluators[0];
        using Ciphertext low = e.DropLevel(_a[0], 1), product = e.Multiply(_a[0], _b[0]), scaled = e.Multiply(_a[0], _p[0]);
        Assert.Throws<FheOperandException>(() => e.MultiplySum([], Array.Empty<Plaintext>()));
        Assert.Throws<FheOperandException>(() => e.MultiplySum([_a[0]], Array.Empty<Ciphertext>()));
        Assert.Throws<FheOperandException>(() => e.MultiplySum([_a[0], low], [_p[0], _p[1]]));
        Assert.Throws<FheOperandException>(() => e.MultiplySum([_a[0], scaled], [_p[0], _p[1]]));
        Assert.Throws<FheOperandException>(() => e.MultiplySum([_a[0], low], new[] { _b[0], low }));
        Assert.Throws<FheOperandException>(() => e.MultiplySum([product], new[] { _b[0] }));
        Assert.Throws<FheOperandException>(() => e.MultiplySum([_a[0]], [_p[0]], _a[0]));
        Assert.Throws<FheOperandException>(() => e.MultiplySum([_a[0]], new[] { _b[0] }, _b[0]));
        Assert.Throws<FheOperandException>(() => e.MultiplySum([_a[0]], [_p[0]], low, isAccumulated: true));
        Assert.Throws<FheOperandException>(() => e.MultiplySum([_a[0]], [_p[0]], _b[0], isAccumulated: true));
    }

    public void Dispose()
    {
        Operands.DisposeAll(_a);
        Operands.DisposeAll(_b);
        Operands.DisposeAll(_p);
    }

    private static Ciphertext Sum(CkksEvaluator evaluator, Ciphertext[] products)
    {
        for (int i = 1; i < products.Length; i++)
        {
            using var before = products[0];
            products[0] = evaluator.Add(before, products[i]);
        }

        Operands.DisposeAll(products[1..]);
        return products[0];
    }

    private static void AssertSame(Ciphertext expected, Ciphertext actual)
    {
        Assert.Equal(Bytes(expected), Bytes(actual));

        static byte[] Bytes(Ciphertext ciphertext)
        {
            using var stream = new MemoryStream();
            CiphertextSerializer.Write(ciphertext, stream);
            return stream.ToArray();
        }
    }
}
