// A 128 × 128 matrix times an encrypted vector: who has the matrix learns nothing of the vector, and needs no more than 16 rotation keys.
using System.Diagnostics;
using System.Numerics;
using BasedAI.Fhe;

// 1. Parameters: 8192 slots, six levels, two special primes; the vector repeats 64 times through the slots.
const int Dimension = 128;
CkksParameters parameters = CkksParameters.Create(new CkksParametersLiteral
{
    LogN = 14,
    LogQ = [50, 40, 40, 40, 40, 40, 40],
    LogP = [50, 50],
    LogDefaultScale = 40,
});

// 2. The matrix, made ready for the top level: its diagonals are divided into baby and giant steps, with the number of keys as a cost.
var random = new Random(1);
double[,] rows = new double[Dimension, Dimension];
for (int i = 0; i < rows.Length; i++) rows[i / Dimension, i % Dimension] = (2 * random.NextDouble()) - 1;
DiagonalMatrix matrix = DiagonalMatrix.FromRows(rows);
using LinearTransform transform = LinearTransform.Create(parameters, matrix, parameters.MaxLevel);

// 3. Keys: exactly those the transform lists.
var generator = new KeyGenerator(parameters);
using SecretKey secretKey = generator.GenerateSecretKey();
using EvaluationKeySet keys = generator.GenerateEvaluationKeys(secretKey, new EvaluationKeyRequest(null, transform.GaloisKeys));

// 4. Encrypt the vector.
double[] x = [.. Enumerable.Range(0, Dimension).Select(_ => (2 * random.NextDouble()) - 1)];
var encoder = new CkksEncoder(parameters);
using Plaintext encoded = encoder.Encode([.. Enumerable.Range(0, parameters.MaxSlots).Select(i => x[i % Dimension])], parameters.MaxLevel, parameters.DefaultScale);
using Ciphertext encrypted = new SymmetricEncryptor(parameters, secretKey).Encrypt(encoded);

// 5. Multiply without the secret, and rescale: the scale of the operand comes back exactly.
var evaluator = new CkksEvaluator(parameters, keys);
double best = double.PositiveInfinity;
for (int run = 0; run < 20; run++)
{
    long start = Stopwatch.GetTimestamp();
    evaluator.Transform(encrypted, transform).Dispose();
    best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
}

using Ciphertext product = evaluator.Transform(encrypted, transform);
using Ciphertext rescaled = evaluator.Rescale(product);

// 6. Decrypt and compare with the same product in the clear.
using Plaintext decrypted = new Decryptor(parameters, secretKey).Decrypt(rescaled);
double[] actual = new double[Dimension];
encoder.Decode(decrypted, actual);
double[] expected = [.. matrix.Multiply([.. x.Select(value => new Complex(value, 0))]).Select(value => value.Real)];

Console.WriteLine($"N = {parameters.N}, log2(QP) = {parameters.LogQP:F1}, security {parameters.Security}");
Console.WriteLine(
    $"{Dimension} x {Dimension}: {transform.Cost.BabySteps} baby steps, {transform.Cost.GiantSteps} giant steps, {transform.Cost.PlaintextProducts} products, "
    + $"{transform.GaloisKeys.Length} rotation keys");
Console.WriteLine($"best of 20 runs {best:F1} ms; result {rescaled}");
Console.Write(PrecisionReport.Compare(expected, actual));
