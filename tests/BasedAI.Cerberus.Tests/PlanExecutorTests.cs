using System.Collections.Immutable;
using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Cerberus.Tests;

/// <summary>Runs on ciphertexts. Not in parallel with other classes: one test counts the limbs in use in the whole process.</summary>
[Collection("Encrypted")]
public sealed class PlanExecutorTests(EncryptedSentiment context) : IClassFixture<EncryptedSentiment>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(19)]
    [InlineData(32)]
    public void Run_TheDecryptedLogitIsTheReference(int length)
    {
        double[,] rows = SentimentSamples.Rows(length, 32);
        Ciphertext[] inputs = context.Encrypt(rows, length);
        using Ciphertext output = context.Executor.Run(context.Keys, inputs, cancellationToken: TestContext.Current.CancellationToken)[0];
        EncryptedSentiment.DisposeAll(inputs);

        Assert.Equal((0, 1), (output.Level, output.Degree));
        Assert.Equal(context.Plan.Output.Scale, output.Scale);
        double expected = context.Weights.Logit(rows, length);
        Assert.All(context.Decrypt(output), logit => Assert.Equal(expected, logit, 1e-4));
    }

    [Fact]
    public void Run_InterleavedHeadsGiveTheSameLogit()
    {
        ExecutionPlan plan = AttentionPoolingCircuit.Compile(context.Weights, HeadPlacement.Interleaved);
        using EvaluationKeySet keys = context.GenerateKeys(plan.RequiredKeys);
        using var executor = new PlanExecutor(plan);
        double[,] rows = SentimentSamples.Rows(5, 32);
        Ciphertext[] inputs = context.Encrypt(rows, 21);
        using Ciphertext output = executor.Run(keys, inputs, cancellationToken: TestContext.Current.CancellationToken)[0];
        EncryptedSentiment.DisposeAll(inputs);
        Assert.Equal(context.Weights.Logit(rows, 21), context.Decrypt(output)[0], 1e-4);
    }

    [Fact]
    public void Rehearse_ChangesNothingAndLeavesNothing()
    {
        double[,] rows = SentimentSamples.Rows(7, 32);
        Ciphertext[] inputs = context.Encrypt(rows, 7);
        using var executor = new PlanExecutor(context.Plan);
        byte[] before = RunToBytes(context.Executor, inputs);
        executor.Rehearse(TestContext.Current.CancellationToken);          // encodes the operands, which stay
        long limbs = LimbPool.For(context.Plan.CheckedParameters.N).OutstandingLimbs;
        executor.Rehearse(TestContext.Current.CancellationToken);
        Assert.Equal(limbs, LimbPool.For(context.Plan.CheckedParameters.N).OutstandingLimbs);
        Assert.Equal(before, RunToBytes(executor, inputs));
        EncryptedSentiment.DisposeAll(inputs);
    }

    [Fact]
    public void Run_RepeatedAndParallelRunsGiveTheSameBytes()
    {
        Ciphertext[] inputs = context.Encrypt(SentimentSamples.Rows(1, 32), 32);
        byte[][] results = new byte[6][];
        results[0] = RunToBytes(context.Executor, inputs);
        Parallel.For(1, 5, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => results[i] = RunToBytes(context.Executor, inputs));
        using (var other = new PlanExecutor(ExecutionPlan.Read(context.Plan.ToBytes())))
        {
            results[5] = RunToBytes(other, inputs);
        }
        EncryptedSentiment.DisposeAll(inputs);
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Fact]
    public void Run_ProgressGoesToN()
    {
        Ciphertext[] inputs = context.Encrypt(SentimentSamples.Rows(1, 32), 32);
        var progress = new RecordedProgress();
        using Ciphertext output = context.Executor.Run(context.Keys, inputs, progress, TestContext.Current.CancellationToken)[0];
        EncryptedSentiment.DisposeAll(inputs);
        int n = context.Executor.StepCount;
        Assert.Equal(context.Plan.Instructions.Length, n);
        Assert.Equal(new PlanProgress(n, n), progress.Reports[^1]);
        const int putOff = 1;                                                    // (x/n)·W waits for the sum it is a term of
        Assert.Equal(n - putOff, progress.Reports.Count);
        Assert.Equal(progress.Reports.Select(report => report.Step).Distinct().Order(), progress.Reports.Select(report => report.Step));
    }

    [Fact]
    public void Run_CancelledBetweenInstructions_StopsThereAndKeepsNothing()
    {
        Ciphertext[] inputs = context.Encrypt(SentimentSamples.Rows(1, 32), 32);
        RunToBytes(context.Executor, inputs);                                    // operands are encoded now
        long before = LimbPool.For(context.Parameters.N).OutstandingLimbs;
        using var cancellation = new CancellationTokenSource();
        var progress = new RecordedProgress(report =>
        {
            if (report.Step == 10)
            {
                cancellation.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => context.Executor.Run(context.Keys, inputs, progress, cancellation.Token));
        Assert.Equal(10, progress.Reports.Count);
        Assert.Equal(before, LimbPool.For(context.Parameters.N).OutstandingLimbs);
        EncryptedSentiment.DisposeAll(inputs);
    }

    [Fact]
    public void Run_LeavesOnlyTheOutputBehind()
    {
        LimbPool pool = LimbPool.For(context.Parameters.N);
        using var executor = new PlanExecutor(context.Plan);
        long atStart = pool.OutstandingLimbs;
        Ciphertext[] inputs = context.Encrypt(SentimentSamples.Rows(1, 32), 32);
        RunToBytes(executor, inputs);
        long before = pool.OutstandingLimbs;
        IReadOnlyList<Ciphertext> outputs = executor.Run(context.Keys, inputs, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(before + 2, pool.OutstandingLimbs);                         // one ciphertext at level 0
        EncryptedSentiment.DisposeAll(outputs);
        EncryptedSentiment.DisposeAll(inputs);
        executor.Dispose();
        Assert.Equal(atStart, pool.OutstandingLimbs);
    }

    [Fact]
    public void Run_InputsThatDoNotFitTheirPortsAreNamed()
    {
        Ciphertext[] inputs = context.Encrypt(SentimentSamples.Rows(1, 32), 32);
        RequireMessage<FheOperandException>(context.Keys, [inputs[0]], "2 ciphertexts (x, x/n)", "1 were given");
        using Ciphertext low = context.Encrypt(new double[4096], 2, context.Parameters.DefaultScale);
        RequireMessage<FheOperandException>(context.Keys, [inputs[0], low], "\"x/n\"", "level 2", "level 3");
        using Ciphertext scaled = context.Encrypt(new double[4096], 3, Scale.FromLog2(38));
        RequireMessage<FheOperandException>(context.Keys, [scaled, inputs[1]], "\"x\"", "2^38", "2^39");
        EncryptedSentiment.DisposeAll(inputs);
    }

    [Fact]
    public void Run_ObjectsOfOtherParametersAreNamed()
    {
        CkksParameters other = SmallPlan.Parameters;
        var generator = new KeyGenerator(other);
        using SecretKey secretKey = generator.GenerateSecretKey();
        using EvaluationKeySet keys = generator.GenerateEvaluationKeys(secretKey, new EvaluationKeyRequest(null, []));
        Ciphertext[] inputs = context.Encrypt(SentimentSamples.Rows(1, 32), 32);
        RequireMessage<FheOperandException>(keys, inputs, "evaluation keys", other.Id.ToString(), context.Parameters.Id.ToString());
        using Plaintext plaintext = new CkksEncoder(other).Encode(new double[2048], 1, other.DefaultScale);
        using Ciphertext foreign = new SymmetricEncryptor(other, secretKey).Encrypt(plaintext);
        RequireMessage<FheOperandException>(context.Keys, [foreign, inputs[1]], "\"x\"", "parameters");
        EncryptedSentiment.DisposeAll(inputs);
    }

    [Fact]
    public void Run_MissingOrShortKeysAreNamedBeforeTheFirstInstruction()
    {
        Ciphertext[] inputs = context.Encrypt(SentimentSamples.Rows(1, 32), 32);
        EvaluationKeyRequest required = context.Plan.RequiredKeys;
        GaloisElement by64 = context.Parameters.GetRotationElement(64);
        ImmutableArray<GaloisKeyRequest> without = [.. required.Galois.Where(key => key.Element != by64)];
        using EvaluationKeySet missing = context.GenerateKeys(required with { Galois = without });
        MissingEvaluationKeyException exception = RequireMessage<MissingEvaluationKeyException>(
            missing, inputs, "rotation by 64 slots", "is missing", "level 2", "RequiredKeys");
        Assert.Equal(by64, exception.Element);

        using EvaluationKeySet low = context.GenerateKeys(required with { Galois = without.Add(new GaloisKeyRequest(by64, 1)) });
        RequireMessage<MissingEvaluationKeyException>(low, inputs, "rotation by 64 slots", "reaches level 1", "level 2");

        using EvaluationKeySet lowRelinearization = context.GenerateKeys(required with { RelinearizationLevel = 1 });
        RequireMessage<MissingEvaluationKeyException>(lowRelinearization, inputs, "relinearisation key reaches level 1", "level 2");
        using EvaluationKeySet noRelinearization = context.GenerateKeys(required with { RelinearizationLevel = null });
        RequireMessage<MissingEvaluationKeyException>(noRelinearization, inputs);
        EncryptedSentiment.DisposeAll(inputs);
    }

    [Fact]
    public void Run_HoistedRotationsConjugationAndSubtraction_AgreeWithTheClearReading()
    {
        CkksParameters parameters = SmallPlan.Parameters;
        ExecutionPlan plan = SmallPlan.Create();
        var generator = new KeyGenerator(parameters);
        using SecretKey secretKey = generator.GenerateSecretKey();
        using EvaluationKeySet keys = generator.GenerateEvaluationKeys(secretKey, plan.RequiredKeys);
        var random = new Random(3);
        double[][] slots = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 2048).Select(_ => random.NextDouble() - 0.5).ToArray())];
        var encoder = new CkksEncoder(parameters);
        Ciphertext[] inputs = [.. slots.Select(values =>
        {
            using Plaintext plaintext = encoder.Encode(values, 1, parameters.DefaultScale);
            return new SymmetricEncryptor(parameters, secretKey).Encrypt(plaintext);
        })];
        using var executor = new PlanExecutor(plan);
        using Ciphertext output = executor.Run(keys, inputs, cancellationToken: TestContext.Current.CancellationToken)[0];
        EncryptedSentiment.DisposeAll(inputs);
        using Plaintext decrypted = new Decryptor(parameters, secretKey).Decrypt(output);
        double[] actual = new double[2048];
        encoder.Decode(decrypted, actual);
        double[] expected = new CleartextExecutor(plan).Run(slots);

        // After the rescale the scale is 2^27, where the noise of the key switches has a deviation of about 3e-5: bound it at ten of these.
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 3e-4));
    }

    private byte[] RunToBytes(PlanExecutor executor, Ciphertext[] inputs)
    {
        using Ciphertext output = executor.Run(context.Keys, inputs)[0];
        return EncryptedSentiment.Bytes(output);
    }

    private TException RequireMessage<TException>(IEvaluationKeySet keys, Ciphertext[] inputs, params string[] parts)
        where TException : Exception
    {
        var progress = new RecordedProgress();
        TException exception = Assert.Throws<TException>(() => context.Executor.Run(keys, inputs, progress));
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        Assert.Empty(progress.Reports);
        return exception;
    }

    private sealed class RecordedProgress(Action<PlanProgress>? also = null) : IProgress<PlanProgress>
    {
        public List<PlanProgress> Reports { get; } = [];

        public void Report(PlanProgress value)
        {
            Reports.Add(value);
            also?.Invoke(value);
        }
    }
}
