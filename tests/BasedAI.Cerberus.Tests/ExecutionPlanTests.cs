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
        Assert.Equal(2, read.FormatVersion);
        Assert.Equal(plan.PeakBytes, read.PeakBytes);
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
            [new PlanPort("x", "tokens-r2-a0-g1-o0-f0-e0-v1", 3, scale), new PlanPort("x/n", "tokens-r2-a0-g1-o0-f0-e3-v1", 3, scale)],
            plan.Inputs);
        Assert.Equal(("logit", 0), (plan.Output.Name, plan.Output.Level));
    }

    [Fact]
    public void Id_OfTheSmallPlanIsPinned()
    {
        // Changes only with the format, the encoder or the prime search; each of these breaks plans already published.
        ExecutionPlan plan = SmallPlan.Create();
        Assert.Equal("ed4d75e5f14342bf9a02fe4e772c541297fde826da536dbd5cbf77b1a4ee51e0", plan.Id);
    }

    [Fact]
    public void CleartextExecutor_IsTheReferenceFormulaUpToTheRoundingOfTheWeights()
    {
        SentimentWeights weights = SentimentSamples.Weights(3);
        double[,] rows = SentimentSamples.Rows(4, 17);
        (double[] x, double[] xOverN) = SentimentSamples.Pack(rows, 17);
        var executor = new CleartextExecutor(ExecutionPlan.Read(AttentionPoolingCircuit.Compile(weights).ToBytes()));
        Assert.Equal(weights.Logit(rows, 17), executor.Run([x, xOverN])[0], 1e-6);
        Assert.Throws<ArgumentException>(() => executor.Run([x]));
        Assert.Throws<ArgumentException>(() => executor.Run([x, xOverN[1..]]));
    }

    [Fact]
    public void Segments_AndNoise_AreRecorded()
    {
        CkksParameters parameters = SmallPlan.Parameters;
        var recorder = new PlanRecorder(parameters);
        PlanRegister a = recorder.Input("a", "plain-v1", 1, parameters.DefaultScale);
        PlanRegister b = recorder.Negate(a);
        recorder.BeginSegment("empty");
        recorder.BeginSegment("sums");
        b = recorder.Add(b, a);
        recorder.BeginSegment("sums");
        b = recorder.Add(b, a);
        recorder.BeginSegment("end");
        b = recorder.Negate(b);
        recorder.BeginSegment("nothing");
        ExecutionPlan plan = ExecutionPlan.Read(recorder.ToPlan("out", "plain-v1", b, -21.5).ToBytes());
        Assert.Equal([new PlanSegment("sums", 1, 2), new PlanSegment("end", 3, 1)], plan.Segments);
        Assert.Equal(-21.5, plan.PredictedNoiseBits);
    }

    [Fact]
    public void PeakBytes_AreThoseOfTheWorstInstruction()
    {
        // N = 2^12: a limb is 32 KiB. Input a (4 limbs) stays; rotations by 1 and 2 are made at once (8), their sum (4) while both are still there; one operand of 2.
        CkksParameters parameters = SmallPlan.Parameters;
        var recorder = new PlanRecorder(parameters);
        PlanRegister a = recorder.Input("a", "plain-v1", 1, parameters.DefaultScale);
        IReadOnlyList<PlanRegister> rotated = recorder.RotateHoisted(a, [1, 2]);
        PlanRegister sum = recorder.Add(rotated[0], rotated[1]);
        PlaintextOperand ones = PlaintextOperand.FromConstant(parameters, "ones", 1, 1, parameters.DefaultScale);
        Assert.Equal((4 + 8 + 4 + 2) * 32_768, recorder.ToPlan("out", "plain-v1", recorder.Rescale(recorder.Multiply(sum, ones))).PeakBytes);
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
