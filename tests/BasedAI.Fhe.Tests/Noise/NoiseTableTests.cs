using System.Numerics;

namespace BasedAI.Fhe.Tests;

/// <summary>
/// Predicted against measured noise for every operation, for one, two and three special primes. The measure is log2 of measured over predicted standard deviation of a
/// coefficient, over all N coefficients of <see cref="Runs"/> ciphertexts; the tolerance of each operation is in <see cref="Tolerances"/>, in bits. Statistically a
/// deviation from 4 · 8192 samples is good to 0.006 bits; noise that went through one key or one plaintext shares randomness, hence the wider tolerances.
/// </summary>
public sealed class NoiseTableTests
{
    private const int Runs = 4;

    private static readonly Dictionary<string, double> Tolerances = new()
    {
        ["encode"] = 0.05,
        ["encrypt, secret key"] = 0.05,
        ["encrypt, public key"] = 0.1,
        ["add"] = 0.05,
        ["drop level"] = 0.05,
        ["multiply by a plaintext"] = 0.15,
        ["multiply"] = 0.15,
        ["square"] = 0.15,
        ["relinearise"] = 0.15,
        ["rotate"] = 0.15,
        ["rotate, hoisted"] = 0.15,
        ["conjugate"] = 0.15,
        ["rescale"] = 0.1,
        ["transform, double-hoisted"] = 0.2,
        ["transform, giant steps only"] = 0.2,
    };

    private static readonly CkksParametersLiteral[] Sets =
    [
        FheTestContext.ProjectLiteral,
        FheTestContext.TwoSpecialLiteral,
        new() { LogN = 14, LogQ = [50, 40, 40, 40, 40, 40, 40], LogP = [44, 43, 43], LogDefaultScale = 40 },
    ];

    public static TheoryData<string, int> Table
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string operation in Tolerances.Keys)
            {
                for (int alpha = 1; alpha <= Sets.Length; alpha++) data.Add(operation, alpha);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Table))]
    public void Measured_IsAsPredicted(string operation, int alpha)
    {
        var context = FheTestContext.Get(Sets[alpha - 1]);
        Assert.Equal(alpha, context.Parameters.Alpha);
        var model = new NoiseModel(context.Parameters);
        int top = context.Parameters.MaxLevel;
        double fresh = NoiseModel.FreshSymmetric;
        var evaluator = context.Evaluator;
        var random = new Random(alpha);
        long[] small = [.. Enumerable.Range(0, context.Parameters.N).Select(_ => random.NextInt64(-1000, 1001))];
        double smallDeviation = Math.Sqrt(small.Sum(v => (double)v * v) / small.Length);
        using var factor = context.Encoder.FromIntegers(small, top, Scale.FromLog2(10));
        switch (operation)
        {
            case "encode":
                AssertEncoding(context);
                break;
            case "encrypt, secret key":
                AssertZero(fresh, a => a.Clone());
                break;
            case "encrypt, public key":
                AssertZero(model.FreshPublicKey, _ => Public());
                break;
            case "add":
                AssertZero(NoiseModel.Add(fresh, model.FreshPublicKey), a => With(Public(), b => evaluator.Add(a, b)));
                break;
            case "drop level":
                AssertZero(fresh, a => evaluator.DropLevel(a, top));
                break;
            case "multiply by a plaintext":
                AssertZero(model.Multiply(0, fresh, smallDeviation, 0), a => evaluator.Multiply(a, factor));
                break;
            case "multiply":
                AssertZero(model.Multiply(0, fresh, smallDeviation, fresh), a => With(Encrypt(factor), b => evaluator.Multiply(a, b)));
                break;
            case "square":
                AssertZero(model.Square(0, fresh), evaluator.Square);
                AssertSquare();
                break;
            case "relinearise":
                AssertZero(
                    NoiseModel.Add(model.Multiply(0, fresh, 0, fresh), model.KeySwitch(top)),
                    a => With(With(Encrypt(context.Zero), b => evaluator.Multiply(a, b)), evaluator.Relinearize));
                break;
            case "rotate":
                AssertZero(NoiseModel.Add(fresh, model.KeySwitch(top)), a => evaluator.Rotate(a, 1));
                AssertZero(NoiseModel.Add(fresh, model.KeySwitch(1)), a => With(evaluator.DropLevel(a, top - 1), b => evaluator.Rotate(b, 3)));
                break;
            case "rotate, hoisted":
                AssertZero(NoiseModel.Add(fresh, model.KeySwitch(top)), a => evaluator.RotateHoisted(a, [2])[0]);
                break;
            case "conjugate":
                AssertZero(NoiseModel.Add(fresh, model.KeySwitch(top)), evaluator.Conjugate);
                break;
            case "rescale":
                AssertZero(model.Rescale(fresh, top), a => With(evaluator.MultiplyConstant(a, 1, Scale.FromLog2(0)), evaluator.Rescale));
                break;
            case "transform, double-hoisted":
                AssertTransform(babySize: 8, terms: 64);
                break;
            case "transform, giant steps only":
                AssertTransform(babySize: 1, terms: 8);
                break;
            default:
                Assert.Fail($"{operation} has no measurement.");
                break;
        }

        Ciphertext Encrypt(Plaintext plaintext) => context.Encryptor.Encrypt(plaintext);

        Ciphertext Public() => context.PublicEncryptor.Encrypt(context.Zero);

        void AssertZero(double predicted, Func<Ciphertext, Ciphertext> apply) => AssertMeasured(context, operation, predicted, context.Zero, apply, new double[context.Parameters.N]);

        // One coefficient of 2^20: the square is one of 2^40, and 2·m·e dominates.
        void AssertSquare()
        {
            long[] message = new long[context.Parameters.N];
            double[] expected = new double[message.Length];
            message[0] = 1 << 20;
            expected[0] = Math.ScaleB(1, 40);
            using var plaintext = context.Encoder.FromIntegers(message, top, context.Parameters.DefaultScale);
            AssertMeasured(context, operation, model.Square(Math.ScaleB(1, 20) / Math.Sqrt(message.Length), fresh), plaintext, evaluator.Square, expected);
        }

        // Diagonals of a scale so small that the noise of keys and roundings shows beside that of the operand.
        void AssertTransform(int babySize, int terms)
        {
            var matrix = DiagonalMatrix.FromDiagonals(128, Enumerable.Range(0, terms).ToDictionary(
                d => d, _ => Enumerable.Range(0, 128).Select(_ => new Complex((2 * random.NextDouble()) - 1, 0)).ToArray()));
            foreach (bool isSerial in (bool[])[true, false])
            {
                using var transform = new LinearTransform(context.Parameters, matrix, top, Scale.FromLog2(6), new TransformSplit(babySize, isSerial));
                using var keys = context.KeyGenerator.GenerateEvaluationKeys(context.SecretKey, new EvaluationKeyRequest(null, transform.GaloisKeys));
                AssertZero(model.Transform(fresh, transform, top), a => new CkksEvaluator(context.Parameters, keys).Transform(a, transform));
            }
        }
    }

    private static Ciphertext With(Ciphertext operand, Func<Ciphertext, Ciphertext> apply)
    {
        using (operand) return apply(operand);
    }

    private static void AssertMeasured(
        FheTestContext context, string operation, double predicted, Plaintext message, Func<Ciphertext, Ciphertext> apply, double[] expected)
    {
        double squares = 0;
        double[] coefficients = new double[expected.Length];
        for (int run = 0; run < Runs; run++)
        {
            using var operand = context.Encryptor.Encrypt(message);
            using var result = apply(operand);
            using var plaintext = context.Decryptor.Decrypt(result);
            context.Encoder.DecodeCoefficients(plaintext, coefficients);
            for (int i = 0; i < coefficients.Length; i++) squares += (coefficients[i] - expected[i]) * (coefficients[i] - expected[i]);
        }

        AssertClose(operation, predicted, Math.Sqrt(squares / (Runs * (double)expected.Length)));
    }

    private static void AssertEncoding(FheTestContext context)
    {
        double squares = 0;
        double[] coarse = new double[context.Parameters.N], fine = new double[context.Parameters.N];
        for (int run = 0; run < Runs; run++)
        {
            double[] values = context.Values(run);
            using var rounded = context.Encoder.Encode(values, 1, Scale.FromLog2(20));
            using var exact = context.Encoder.Encode(values, 1, Scale.FromLog2(50));
            context.Encoder.DecodeCoefficients(rounded, coarse);
            context.Encoder.DecodeCoefficients(exact, fine);
            for (int i = 0; i < coarse.Length; i++) squares += Math.Pow(coarse[i] - Math.ScaleB(fine[i], -30), 2);
        }

        AssertClose("encode", NoiseModel.EncodingRounding, Math.Sqrt(squares / (Runs * (double)coarse.Length)));
    }

    private static void AssertClose(string operation, double predicted, double measured)
    {
        double bits = Math.Log2(measured / predicted);
        Assert.True(
            Math.Abs(bits) <= Tolerances[operation], $"{operation}: predicted {predicted:G5}, measured {measured:G5}, {bits:F3} bits apart, tolerance {Tolerances[operation]}");
    }
}
