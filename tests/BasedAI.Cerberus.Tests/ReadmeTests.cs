using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

/// <summary>The code in the project's README is the code between the marks here, and it works.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Readings_OfOneCircuit()
    {
        CkksParameters parameters = CkksParameters.Create(AttentionPoolingCircuit.DefaultParameters);
        double q3 = parameters.RingQ[3].Modulus.Value;
        PlaintextOperand weights = PlaintextOperand.FromSlots(
            new CkksEncoder(parameters), "weights", Enumerable.Repeat(0.5, parameters.MaxSlots).ToArray(), level: 3, new Scale(q3));

        // <readings>
        T DotProduct<T>(ICkksAlgebra<T> algebra, T x) =>
            SlotSums.InnerSum(algebra, algebra.Rescale(algebra.Multiply(x, weights)), batchSize: 1, count: 8);

        double[] clear = DotProduct(new CleartextAlgebra(), Enumerable.Range(0, 4096).Select(i => (double)(i % 8)).ToArray());

        var levels = new LevelAlgebra(parameters);
        CiphertextShape shape = DotProduct(levels, levels.Input(level: 3, parameters.DefaultScale));

        var costs = new CostAlgebra(parameters);
        DotProduct(costs, costs.Input(level: 3, parameters.DefaultScale));

        var recorder = new PlanRecorder(parameters);
        PlanRegister x = recorder.Input("x", "plain-v1", level: 3, parameters.DefaultScale);
        ExecutionPlan plan = recorder.ToPlan("sums", "plain-v1", DotProduct(recorder, x));
        // </readings>

        Assert.Equal(14, clear[0]);                                              // (0 + 1 + ... + 7) / 2
        Assert.Equal((2, 39), (shape.Level, shape.Scale.Log2));
        Assert.Equal((3, 1), (costs.Cost.KeySwitches, costs.Cost.PlaintextProducts));
        Assert.Equal(8, plan.Instructions.Length);
    }

    [Fact]
    public void Compiled_PlanIsRunBlindly()
    {
        SentimentWeights weights = SentimentSamples.Weights(1);
        double[,] rows = SentimentSamples.Rows(2, 32);
        int length = 9;
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;

        // <plan>
        byte[] bytes = AttentionPoolingCircuit.Compile(weights).ToBytes();       // once, by the owner of the model
        ExecutionPlan plan = ExecutionPlan.Read(bytes);                          // anywhere; checks everything

        var generator = new KeyGenerator(plan.CheckedParameters);                // on the client
        using SecretKey secretKey = generator.GenerateSecretKey();
        using EvaluationKeySet keys = generator.GenerateEvaluationKeys(secretKey, plan.RequiredKeys);
        using Ciphertext first = Encrypt(plan, secretKey, port: 0, rows, length); // packed as the port's TokenLayout says
        using Ciphertext second = Encrypt(plan, secretKey, port: 1, rows, length);

        using var executor = new PlanExecutor(plan);                             // on the miner, which holds no secret
        using Ciphertext logit = executor.Run(keys, [first, second], cancellationToken: cancellationToken)[0];
        // </plan>

        using Plaintext plaintext = new Decryptor(plan.CheckedParameters, secretKey).Decrypt(logit);
        double[] slots = new double[4096];
        new CkksEncoder(plan.CheckedParameters).Decode(plaintext, slots);
        Assert.Equal(weights.Logit(rows, length), slots[0], 1e-4);
    }

    [Theory]
    [InlineData("readings")]
    [InlineData("plan")]
    public void Readme_ShowsTheseRegions(string region)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "BasedAI.Orleans.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("The repository root was not found.");
        }
        string source = File.ReadAllText(Path.Combine(root, "tests", "BasedAI.Cerberus.Tests", "ReadmeTests.cs")).ReplaceLineEndings("\n");
        int start = source.IndexOf($"// <{region}>\n", StringComparison.Ordinal) + $"// <{region}>\n".Length;
        int end = source.IndexOf($"        // </{region}>", StringComparison.Ordinal);
        string expected = source[start..end].Replace("\n        ", "\n", StringComparison.Ordinal)[8..];
        string readme = File.ReadAllText(Path.Combine(root, "src", "BasedAI.Cerberus", "README.md")).ReplaceLineEndings("\n");
        Assert.Contains($"```csharp\n{expected}```", readme, StringComparison.Ordinal);
    }

    private static Ciphertext Encrypt(ExecutionPlan plan, SecretKey secretKey, int port, double[,] rows, int length)
    {
        PlanPort input = plan.Inputs[port];
        double[] slots = SentimentSamples.Pack(input.Layout, rows, length);
        using Plaintext plaintext = new CkksEncoder(plan.CheckedParameters).Encode(slots, input.Level, input.Scale);
        return new SymmetricEncryptor(plan.CheckedParameters, secretKey).Encrypt(plaintext);
    }
}
