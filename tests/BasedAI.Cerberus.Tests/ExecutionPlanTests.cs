using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

public sealed class ExecutionPlanTests
{
    [Fact]
    public void WriteThenRead_KeepsEverything()
    {
        ExecutionPlan plan = AttentionPoolingCircuit.Compile(SentimentSamples.Weights(1));
        ExecutionPlan read = ExecutionPlan.Read(plan.ToBytes());
        Assert.Equal(plan.Id, read.Id);
        Assert.Equal(plan.ToBytes(), read.ToBytes());
        Assert.Equal(plan.Parameters, read.Parameters);
        Assert.Equal(plan.Inputs, read.Inputs);
        Assert.Equal(plan.Output, read.Output);
        Assert.Equal(plan.Instructions, read.Instructions);
        Assert.Equal(plan.Cost, read.Cost);
        Assert.Equal(plan.RequiredKeys.Galois, read.RequiredKeys.Galois);
        Assert.Equal(plan.Operands.Select(operand => operand.Coefficients), read.Operands.Select(operand => operand.Coefficients));
        Assert.Equal(1, read.FormatVersion);
    }

    [Fact]
    public void Compile_SameWeightsSameBytes_OtherWeightsOtherId()
    {
        ExecutionPlan plan = AttentionPoolingCircuit.Compile(SentimentSamples.Weights(1));
        Assert.Equal(plan.ToBytes(), AttentionPoolingCircuit.Compile(SentimentSamples.Weights(1)).ToBytes());
        Assert.NotEqual(plan.Id, AttentionPoolingCircuit.Compile(SentimentSamples.Weights(2)).Id);
        Assert.NotEqual(plan.Id, AttentionPoolingCircuit.Compile(SentimentSamples.Weights(1), HeadPlacement.Grouped).Id);
    }

    [Fact]
    public void Ports_AreThoseTheClientPacks()
    {
        ExecutionPlan plan = AttentionPoolingCircuit.Compile(SentimentSamples.Weights(1));
        Scale scale = plan.CheckedParameters.DefaultScale;
        Assert.Equal(
            [new PlanPort("x", "token-feature-r2-v1", 3, scale), new PlanPort("x/n", "token-feature-r2-v1", 3, scale)],
            plan.Inputs);
        Assert.Equal(("logit", 0), (plan.Output.Name, plan.Output.Level));
    }

    [Fact]
    public void Id_OfTheSmallPlanIsPinned()
    {
        // Changes only with the format, the encoder or the prime search; each of these breaks plans already published.
        ExecutionPlan plan = SmallPlan.Create();
        Assert.Equal("b8d76bb5b8f49528bd509f8894a2a62e31191d4d6af1814134ac231b7b28a440", plan.Id);
    }

    [Fact]
    public void CleartextExecutor_IsTheReferenceFormulaUpToTheRoundingOfTheWeights()
    {
        SentimentWeights weights = SentimentSamples.Weights(3);
        double[,] rows = SentimentSamples.Rows(4, 17);
        (double[] x, double[] xOverN) = AttentionPoolingLayout.Pack(rows, 17);
        var executor = new CleartextExecutor(ExecutionPlan.Read(AttentionPoolingCircuit.Compile(weights).ToBytes()));
        Assert.Equal(weights.Logit(rows, 17), executor.Run([x, xOverN])[0], 1e-6);
        Assert.Throws<ArgumentException>(() => executor.Run([x]));
        Assert.Throws<ArgumentException>(() => executor.Run([x, xOverN[1..]]));
    }

    [Fact]
    public void Recorder_MistakesAreNamedWhereTheyAreMade()
    {
        var recorder = new PlanRecorder(SmallPlan.Parameters);
        PlanRegister a = recorder.Input("a", "plain-v1", 1, SmallPlan.Parameters.DefaultScale);
        PlanRegister negated = recorder.Negate(a);
        Assert.Throws<InvalidOperationException>(() => recorder.Input("b", "plain-v1", 1, SmallPlan.Parameters.DefaultScale));
        Assert.Throws<FheOperandException>(() => recorder.Relinearize(a));
        Assert.Throws<ArgumentException>(() => recorder.ToPlan("out", "plain-v1", a));
        recorder.Add(a, a);
        PlanRegister last = recorder.Negate(a);
        PlanFormatException exception = Assert.Throws<PlanFormatException>(() => recorder.ToPlan("out", "plain-v1", last));
        Assert.Equal(PlanFormatError.Unused, exception.Error);
        Assert.Equal(1, negated.Index);
        recorder.RotateHoisted(a, [1]);
        Assert.Throws<InvalidOperationException>(() => recorder.RotateHoisted(a, [2]));
    }
}
