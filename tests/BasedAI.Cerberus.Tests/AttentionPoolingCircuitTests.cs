using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

public sealed class AttentionPoolingCircuitTests
{
    private static readonly CkksParameters Parameters = CkksParameters.Create(AttentionPoolingCircuit.DefaultParameters);

    public static TheoryData<HeadPlacement> Placements => [HeadPlacement.Grouped, HeadPlacement.Interleaved];

    [Theory]
    [MemberData(nameof(Placements))]
    public void ClearReading_IsTheReferenceFormula_ForEveryLength(HeadPlacement placement)
    {
        for (int length = 1; length <= 32; length++)
        {
            SentimentWeights weights = SentimentSamples.Weights(length);
            double[,] rows = SentimentSamples.Rows(100 + length, 32);            // rows past the length must not matter
            var circuit = new AttentionPoolingCircuit(Parameters, weights, placement);
            (double[] x, double[] xOverN) = SentimentSamples.Pack(rows, length);
            double[] logits = circuit.Evaluate(new CleartextAlgebra(), x, xOverN);

            double expected = weights.Logit(rows, length);
            Assert.All(logits, logit => Assert.Equal(expected, logit, 1e-9));
        }
    }

    [Theory]
    [InlineData(32, 64, 1, HeadPlacement.Grouped)]
    [InlineData(32, 64, 3, HeadPlacement.Interleaved)]
    [InlineData(32, 64, 8, HeadPlacement.Interleaved)]
    [InlineData(32, 64, 8, HeadPlacement.Grouped)]
    [InlineData(32, 128, 4, HeadPlacement.Grouped)]
    [InlineData(64, 32, 5, HeadPlacement.Interleaved)]
    [InlineData(8, 16, 7, HeadPlacement.Grouped)]
    public void ClearReading_IsTheReferenceFormula_ForOtherShapes(int tokenCount, int featureCount, int headCount, HeadPlacement placement)
    {
        SentimentWeights weights = SentimentSamples.Weights(7, tokenCount, featureCount, headCount);
        double[,] rows = SentimentSamples.Rows(8, tokenCount, tokenCount, featureCount);
        var circuit = new AttentionPoolingCircuit(Parameters, weights, placement);
        int length = tokenCount - 1;
        (double[] x, double[] xOverN) = SentimentSamples.Pack(rows, length, circuit.Layout.Replicas);
        double[] logits = circuit.Evaluate(new CleartextAlgebra(), x, xOverN);
        Assert.Equal(weights.Logit(rows, length), logits[0], 1e-9);
    }

    [Theory]
    [MemberData(nameof(Placements))]
    public void LevelReading_Depth3AndTheScaleOfItsFormula(HeadPlacement placement)
    {
        var circuit = new AttentionPoolingCircuit(Parameters, SentimentSamples.Weights(1), placement);
        var levels = new LevelAlgebra(Parameters);
        CiphertextShape input = levels.Input(3, Parameters.DefaultScale);
        CiphertextShape output = circuit.Evaluate(levels, input, input);

        Scale delta = Parameters.DefaultScale;
        double q1 = Parameters.RingQ[1].Modulus.Value;
        double q2 = Parameters.RingQ[2].Modulus.Value;
        Assert.Equal(new CiphertextShape(0, new Scale(delta.Value * delta.Value / q2 * delta.Value / q1), 1, 3), output);
    }

    [Fact]
    public void Cost_Grouped_IsPinned()
    {
        Assert.Equal(
            new CircuitCost
            {
                Rotations = 24,                 // 2 folds of 6 at level 2, one of 12 at level 0
                HoistedRotations = 0,
                Conjugations = 0,
                Relinearizations = 3,           // 2 squares at level 2, the sum at level 1
                CiphertextProducts = 4,
                PlaintextProducts = 5,
                Rescales = 7,
                Depth = 3,
                GaloisPairs = 18,
                KeySwitchNtts = 14 * 20 + 12 + 12 * 6,
            },
            AttentionPoolingCircuit.Compile(SentimentSamples.Weights(1), HeadPlacement.Grouped).Cost);
    }

    [Fact]
    public void Cost_Interleaved_IsPinned()
    {
        CircuitCost cost = AttentionPoolingCircuit.Compile(SentimentSamples.Weights(1), HeadPlacement.Interleaved).Cost;
        Assert.Equal(
            new CircuitCost
            {
                Rotations = 19,                 // 1 + 5 at level 2, 1 at level 1, 12 at level 0
                HoistedRotations = 0,
                Conjugations = 0,
                Relinearizations = 2,
                CiphertextProducts = 2,
                PlaintextProducts = 5,
                Rescales = 6,
                Depth = 3,
                GaloisPairs = 19,
                KeySwitchNtts = 7 * 20 + 2 * 12 + 12 * 6,
            },
            cost);
        Assert.Equal(21, cost.KeySwitches);
    }

    [Fact]
    public void RequiredKeys_TwelvePowersOfTwo_HighOnesAtLevel2()
    {
        foreach (HeadPlacement placement in Enum.GetValues<HeadPlacement>())
        {
            EvaluationKeyRequest keys = AttentionPoolingCircuit.Compile(SentimentSamples.Weights(1), placement).RequiredKeys;
            Assert.Equal(2, keys.RelinearizationLevel);
            var expected = Enumerable.Range(0, 12)
                .Select(k => new GaloisKeyRequest(Parameters.GetRotationElement(1 << k), (1 << k) >= 64 ? 2 : 0))
                .OrderBy(key => key.Element.Value);
            Assert.Equal(expected, keys.Galois);
        }
    }

    [Fact]
    public void Constructor_ShapesThatDoNotFitAreNamed()
    {
        Assert.Contains(
            "T=30",
            Assert.Throws<ArgumentException>(() => AttentionPoolingCircuit.Compile(SentimentSamples.Weights(1, 30))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "d=256",
            Assert.Throws<ArgumentException>(() => AttentionPoolingCircuit.Compile(SentimentSamples.Weights(1, 32, 256))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "levels 0 to 1",
            Assert.Throws<ArgumentException>(() => new AttentionPoolingCircuit(SmallPlan.Parameters, SentimentSamples.Weights(1, 32, 32))).Message,
            StringComparison.Ordinal);
    }
}
