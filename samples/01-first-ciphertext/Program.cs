// From nothing to a first encrypted computation: (x · y) rotated by one slot, on vectors nobody but the key holder can read.
using BasedAI.Fhe;

// 1. Parameters: 4096 slots, three multiplications, at least 128 bits of security (checked against a table).
CkksParameters parameters = CkksParameters.Create(new CkksParametersLiteral
{
    LogN = 13,
    LogQ = [46, 39, 39, 39],
    LogP = [50],
    LogDefaultScale = 39,
});

// 2. Keys: the secret stays here; the evaluation keys are what a server gets, exactly those the computation needs.
var generator = new KeyGenerator(parameters);
using SecretKey secretKey = generator.GenerateSecretKey();
using EvaluationKeySet evaluationKeys = generator.GenerateEvaluationKeys(
    secretKey,
    new EvaluationKeyRequest(parameters.MaxLevel, [new GaloisKeyRequest(parameters.GetRotationElement(1), parameters.MaxLevel - 1)]));

// 3. Encode and encrypt two vectors.
double[] x = [.. Enumerable.Range(0, parameters.MaxSlots).Select(i => Math.Sin(i))];
double[] y = [.. Enumerable.Range(0, parameters.MaxSlots).Select(i => Math.Cos(i))];
var encoder = new CkksEncoder(parameters);
var encryptor = new SymmetricEncryptor(parameters, secretKey);
using Plaintext encodedX = encoder.Encode(x, parameters.MaxLevel, parameters.DefaultScale);
using Plaintext encodedY = encoder.Encode(y, parameters.MaxLevel, parameters.DefaultScale);
using Ciphertext encryptedX = encryptor.Encrypt(encodedX);
using Ciphertext encryptedY = encryptor.Encrypt(encodedY);

// 4. Compute without the secret: multiply, divide the scale back down, rotate to the left.
var evaluator = new CkksEvaluator(parameters, evaluationKeys);
using Ciphertext product = evaluator.MultiplyRelinearize(encryptedX, encryptedY);
using Ciphertext rescaled = evaluator.Rescale(product);
using Ciphertext rotated = evaluator.Rotate(rescaled, 1);

// 5. Decrypt and compare with the same computation in the clear.
using Plaintext decrypted = new Decryptor(parameters, secretKey).Decrypt(rotated);
double[] actual = new double[parameters.MaxSlots];
encoder.Decode(decrypted, actual);
double[] expected = [.. Enumerable.Range(0, actual.Length).Select(i => x[(i + 1) % x.Length] * y[(i + 1) % y.Length])];

Console.WriteLine($"N = {parameters.N}, log2(QP) = {parameters.LogQP:F1}, security {parameters.Security}");
Console.WriteLine($"fresh {encryptedX}: {CiphertextSerializer.GetLength(encryptedX)} bytes; result {rotated}");
Console.WriteLine($"slot 0: expected {expected[0]:F9}, decrypted {actual[0]:F9}");
Console.Write(PrecisionReport.Compare(expected, actual));
