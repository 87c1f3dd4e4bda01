namespace BasedAI.Fhe.Tests;

/// <summary>
/// Every verb with a destination gives the bytes of the verb that returns its result, for one to three special primes, on one thread and on three, whatever
/// shape and content the destination had: the digests of the returning forms are pinned in <see cref="LongCircuitTests"/>.
/// </summary>
public sealed class DestinationTests
{
    [Theory]
    [InlineData(1, 1), InlineData(1, 3), InlineData(2, 1), InlineData(2, 3), InlineData(3, 1), InlineData(3, 3)]
    public void A_destination_takes_the_bytes_of_the_result(int alpha, int threads)
    {
        var parameters = InsecureCkksParameters.CreateInsecure(new CkksParametersLiteral
        {
            LogN = 8,
            LogQ = [45, 35, 35, 35, 35],
            LogP = [.. Enumerable.Repeat(45, alpha)],
            LogDefaultScale = 35,
            RequiredSecurity = SecurityLevel.None,
        });
        int top = parameters.MaxLevel;
        var entropy = EntropySource.FixedForTests(3);
        var generator = new KeyGenerator(parameters, entropy);
        using var secretKey = generator.GenerateSecretKey();
        using var keys = generator.GenerateEvaluationKeys(
            secretKey,
            new EvaluationKeyRequest(top, [.. new[] { parameters.GetRotationElement(1), parameters.GetRotationElement(-2), parameters.ConjugationElement }.Select(e => new GaloisKeyRequest(e, top))]));
        var e = new CkksEvaluator(parameters, keys, threads);
        using var plaintext = new CkksEncoder(parameters).Encode([0.5, -1, 0.25], top, parameters.DefaultScale);
        var encryptor = new SymmetricEncryptor(parameters, secretKey, entropy);
        using Ciphertext a = encryptor.Encrypt(plaintext), b = encryptor.Encrypt(plaintext), product = e.Multiply(a, b), low = e.DropLevel(product, 2), linear = e.Multiply(a, plaintext);

        AssertSame("Copy", () => a.CloneWithoutSeed(), d => e.Copy(a, d));
        AssertSame("Add", () => e.Add(a, b), d => e.Add(a, b, d));
        AssertSame("Add, degrees 1 and 2", () => e.Add(linear, product), d => e.Add(linear, product, d));
        AssertSame("Subtract", () => e.Subtract(a, b), d => e.Subtract(a, b, d));
        AssertSame("Add plaintext", () => e.Add(a, plaintext), d => e.Add(a, plaintext, d));
        AssertSame("Subtract plaintext", () => e.Subtract(a, plaintext), d => e.Subtract(a, plaintext, d));
        AssertSame("Negate", () => e.Negate(product), d => e.Negate(product, d));
        AssertSame("AddConstant", () => e.AddConstant(a, 0.375), d => e.AddConstant(a, 0.375, d));
        AssertSame("MultiplyConstant", () => e.MultiplyConstant(a, -3, new Scale(1)), d => e.MultiplyConstant(a, -3, new Scale(1), d));
        AssertSame("Multiply plaintext", () => e.Multiply(a, plaintext), d => e.Multiply(a, plaintext, d));
        AssertSame("Multiply", () => e.Multiply(a, b), d => e.Multiply(a, b, d));
        AssertSame("Square", () => e.Square(a), d => e.Square(a, d));
        AssertSame("Relinearize", () => e.Relinearize(product), d => e.Relinearize(product, d));
        AssertSame("Relinearize, lower", () => e.Relinearize(low), d => e.Relinearize(low, d));
        AssertSame("Rescale", () => e.Rescale(product), d => e.Rescale(product, d));
        AssertSame("MultiplyRelinearizeRescale", () => e.MultiplyRelinearizeRescale(a, b), d => e.MultiplyRelinearizeRescale(a, b, d));
        AssertSame("DropLevel", () => e.DropLevel(a, 3), d => e.DropLevel(a, 3, d));
        AssertSame("Rotate", () => e.Rotate(a, -2), d => e.Rotate(a, -2, d));
        AssertSame("Rotate by nothing", () => e.Rotate(a, 0), d => e.Rotate(a, 0, d));
        AssertSame("Conjugate", () => e.Conjugate(a), d => e.Conjugate(a, d));
        AssertSame("RotateHoisted", () => e.Rotate(a, 1), d =>
        {
            using var other = Ciphertext.CreateDestination(parameters);
            e.RotateHoisted(a, [-2, 1], new Ciphertext[] { other, d });
        });

        void AssertSame(string verb, Func<Ciphertext> returned, Action<Ciphertext> written)
        {
            using var result = returned();
            byte[] expected = CiphertextSerializer.ToBytes(result);
            using Ciphertext fresh = Ciphertext.CreateDestination(parameters), used = product.Clone();
            foreach (var destination in (Ciphertext[])[fresh, used, used])
            {
                written(destination);
                Assert.True(expected.AsSpan().SequenceEqual(CiphertextSerializer.ToBytes(destination)), $"{verb}: other bytes");
            }
        }
    }
}
