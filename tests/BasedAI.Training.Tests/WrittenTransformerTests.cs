using BasedAI.Cerberus;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Transformer;

namespace BasedAI.Training.Tests;

/// <summary>What is written is what was trained, and the compiler reads it as it is meant.</summary>
public class WrittenTransformerTests
{
    private const int Length = 5;

    private static readonly TransformerShape Small = new() { Tokens = 6, Features = 8, HiddenFeatures = 16, Diagonals = 4, Outputs = 3 };

    public static TheoryData<string> Forms => new("base", "squeezed", "deep");

    [Theory]
    [MemberData(nameof(Forms))]
    public void TensorsAndConfigurationGiveTheTrainedLogits(string form)
    {
        var model = Trained(form);
        var rows = Rows(model.Shape.Features);
        var expected = new double[3];
        model.Forward(rows.Cast<double>().Take(Length * model.Shape.Features).ToArray(), Length, expected);

        var tensors = TransformerTensors.Of(model);
        var written = new WrittenTransformer(model.Shape, tensors).Logits(rows, Length);
        var config = ModelConfig.Read(System.Text.Encoding.UTF8.GetBytes(TransformerConfig.Create("test", model.Shape, ["a", "b", "c"])));
        var interpreted = GraphInterpreter.Run(ModelLoader.Load(config, tensors), rows, Length);
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(expected[c], written[c], 1e-5);
            Assert.Equal(written[c], interpreted[c], 1e-9);
        }
    }

    [Fact]
    public void SqueezedMatricesHaveOnlyTheFirstDiagonals()
    {
        var tensors = TransformerTensors.Of(Trained("squeezed"));
        AssertDiagonals(tensors["attention.in_proj_weight"], 8, 8, 4);
        AssertDiagonals(tensors["attention.out_proj.weight"], 8, 8, 4);
        AssertDiagonals(tensors["linear1.weight"], 16, 8, 4);
        Assert.All(tensors["linear1.bias"].Values.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal(0, tensors["attention.score_offset"].Values[0]);
        for (var i = 0; i < 8; i++)
            Assert.Equal(0, tensors["attention.out_proj.weight"][7, i]);
    }

    [Fact]
    public void EntropyIsOneForAHeadThatMakesNoChoice()
    {
        var model = new TransformerModel<double>(Small);
        Offset(model) = 0.7;
        model.ParametersChanged();
        var written = new WrittenTransformer(Small, TransformerTensors.Of(model));
        written.Logits(Rows(8), Length);
        Assert.Equal(1, written.Blocks[0].Entropies[0], 1e-12);
        Assert.Equal(0.7, written.Blocks[0].MaxScore, 1e-6);
    }

    /// <summary>Weight [o, i] of the first rows of a matrix is zero unless (i - o) mod d is below the number of diagonals.</summary>
    internal static void AssertDiagonals(Tensor matrix, int rows, int d, int diagonals)
    {
        for (var o = 0; o < rows; o++)
            for (var i = 0; i < d; i++)
                if ((i - o % d + d) % d >= diagonals)
                    Assert.Equal(0, matrix[o, i]);
        Assert.NotEqual(0, matrix[0, diagonals - 1]);
    }

    private static ref double Offset(TransformerModel<double> model) =>
        ref model.Parameters.AsSpan(model.Blocks[0].Layers.Offsets)[0];

    private static TransformerModel<double> Trained(string form)
    {
        var model = new TransformerModel<double>(form switch
        {
            "base" => Small with { Heads = 2, ProjectsKeysAndValues = true, Diagonals = 8 },
            "deep" => Small with { Blocks = 2 },
            _ => Small,
        });
        model.Initialize(new TrainingRandom(5));
        return model;
    }

    private static double[,] Rows(int features)
    {
        var random = new TrainingRandom(6);
        var rows = new double[6, features];
        for (var t = 0; t < Length; t++)
            for (var j = 0; j < features; j++)
                rows[t, j] = j == features - 1 ? 1 : random.NextGaussian();
        return rows;
    }
}
