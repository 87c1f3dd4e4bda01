using System.Security.Cryptography;

namespace BasedAI.Fhe.Tests;

/// <summary>Two hundred operations and more, every verb among them, on keys and operands that are the same in every process; each result goes into the digest.</summary>
internal sealed class LongCircuit : IDisposable
{
    private readonly SecretKey _secretKey;
    private readonly EvaluationKeySet _keys;
    private readonly CkksEvaluator _evaluator;
    private readonly Plaintext _plaintext;
    private readonly Ciphertext _a;
    private readonly Ciphertext _b;
    private readonly LinearTransform _matrix;
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public LongCircuit(CkksParametersLiteral literal, int threads)
    {
        var parameters = InsecureCkksParameters.CreateInsecure(literal with { RequiredSecurity = SecurityLevel.None });
        int top = parameters.MaxLevel;
        var entropy = EntropySource.FixedForTests(99);
        var generator = new KeyGenerator(parameters, entropy);
        _secretKey = generator.GenerateSecretKey();
        _matrix = LinearTransform.Create(parameters, DiagonalMatrix.FromRows(new double[,] { { 1, 2, 0, 0.5 }, { 0, -1, 4, 0 }, { 0.25, 0, 1, 0 }, { 0, 8, 0, 1 } }), top);
        GaloisKeyRequest[] rotations = [.. new[] { 1, 2, 5, -3 }.Select(step => new GaloisKeyRequest(parameters.GetRotationElement(step), top)), new(parameters.ConjugationElement, top)];
        _keys = generator.GenerateEvaluationKeys(_secretKey, new EvaluationKeyRequest(top, [.. rotations.Concat(_matrix.GaloisKeys).Distinct()]));
        _evaluator = new CkksEvaluator(parameters, _keys, threads);
        var random = new Random(5);
        long[] integers = [.. Enumerable.Range(0, parameters.N).Select(_ => random.NextInt64(-1L << 30, 1L << 30))];
        _plaintext = new CkksEncoder(parameters).FromIntegers(integers, top, parameters.DefaultScale);
        var encryptor = new SymmetricEncryptor(parameters, _secretKey, entropy);
        _a = encryptor.Encrypt(_plaintext);
        _b = encryptor.Encrypt(_plaintext);
    }

    public int Operations { get; private set; }

    public string Run()
    {
        var e = _evaluator;
        for (int round = 0; Operations < 200; round++)
        {
            using var sum = Did(e.Add(_a, _b));
            using var difference = Did(e.Subtract(sum, _plaintext));
            using var product = Did(e.MultiplyRelinearizeRescale(difference, sum));
            using var rotated = Did(e.Rotate(product, round % 2 == 0 ? 1 : -3));
            using var conjugate = Did(e.Conjugate(rotated));
            var hoisted = e.RotateHoisted(conjugate, [2, 5, 0]);
            foreach (var one in hoisted) Did(one);
            using var negated = Did(e.Negate(hoisted[0]));
            using var difference2 = Did(e.Subtract(negated, hoisted[1]));
            using var constant = Did(e.AddConstant(difference2, 0.375 + round));
            using var square = Did(e.Square(constant));
            using var tensor = Did(e.Multiply(constant, hoisted[2]));
            using var both = Did(e.Add(square, tensor));
            using var relinearized = Did(e.Relinearize(both));
            using var rescaled = Did(e.Rescale(relinearized));
            using var scaled = Did(e.MultiplyConstant(rescaled, -3, new Scale(1)));
            using var lower = Did(e.DropLevel(scaled, 1));
            using var transformed = Did(e.Transform(_b, _matrix));
            using var plain = Did(e.Multiply(_a, _plaintext));
            using var full = Did(e.MultiplyRelinearize(_a, _b));
            foreach (var one in hoisted) one.Dispose();
        }

        return Convert.ToHexStringLower(_digest.GetHashAndReset());
    }

    public void Dispose()
    {
        _secretKey.Dispose();
        _keys.Dispose();
        _plaintext.Dispose();
        _a.Dispose();
        _b.Dispose();
        _matrix.Dispose();
        _digest.Dispose();
    }

    private Ciphertext Did(Ciphertext result)
    {
        Operations++;
        _digest.AppendData(CiphertextSerializer.ToBytes(result));
        return result;
    }
}
