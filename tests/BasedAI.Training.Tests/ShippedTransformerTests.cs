using System.Text.Json;
using BasedAI.Cerberus;
using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Diagnosis;
using BasedAI.Samples.TrainModels.Sentiment;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Transformer;

namespace BasedAI.Training.Tests;

/// <summary>The transformers in the repository, in the clear: what they answer, what their cards say, how the compiler reads them.</summary>
public class ShippedTransformerTests
{
    private static readonly Dictionary<string, TransformerShape> Shapes = new(StringComparer.Ordinal)
    {
        ["sentiment"] = SentimentModels.Recipe.Shape,
        ["sentiment-deep"] = SentimentModels.DeepRecipe.Shape,
        ["diagnosis"] = DiagnosisModel.Recipe.Shape,
        ["embedding"] = SentimentModels.Recipe.Shape,
    };

    [Theory]
    [InlineData("sentiment", "a gripping , beautifully acted film", 1)]
    [InlineData("sentiment", "The plot is a mess and I was bored to tears.", 0)]
    [InlineData("sentiment", "great", 1)]
    [InlineData("sentiment-deep", "A gripping, beautifully acted film", 1)]
    [InlineData("sentiment-deep", "The plot is a mess and I was bored to tears.", 0)]
    [InlineData("sentiment-deep", "hilarious", 1)]
    public void JudgesPlainSentences(string name, string text, int label) => Assert.Equal(label, Loss.Predict(Logits(name, text)));

    [Theory]
    [InlineData("My skin itches and there is a red rash with silvery scales on my elbows and knees.", "Psoriasis")]
    [InlineData("I have a burning feeling in my chest after meals and acid comes up in my throat.", "gastroesophageal reflux disease")]
    [InlineData("The veins in my calves are swollen and bulge, and my legs ache when I stand long.", "Varicose Veins")]
    public void NamesThePlainCondition(string text, string label) =>
        Assert.Equal(label, Config("diagnosis").Labels![Loss.Predict(Logits("diagnosis", text))]);

    // Through the loader and interpreter of the compiler, and through the definitions of the sample: two programs, one answer.
    [Theory]
    [InlineData("sentiment", "model")]
    [InlineData("sentiment", "base")]
    [InlineData("sentiment-deep", "model")]
    [InlineData("diagnosis", "model")]
    [InlineData("embedding", "model")]
    public void CompilerReadsTheSameModel(string name, string body)
    {
        var directory = RepositoryFiles.Model(name);
        var tensors = TransformerFolder.ReadBody(directory, body);
        var shape = body == "base" ? SentimentModels.BaseRecipe.Shape : Shapes[name];
        var graph = ModelLoader.Load(Config(name, body == "base" ? "base.config.json" : "config.json"), tensors);
        var text = Encoder(name).Encode("it 's a charming and often affecting journey , with a cough and some fever .");
        var rows = new double[32, 64];
        for (var t = 0; t < text.Length; t++)
            for (var j = 0; j < 64; j++)
                rows[t, j] = j == 63 ? 1 : text.Rows[t, j];
        var model = new WrittenTransformer(shape, tensors);
        var expected = name == "embedding" ? model.Pooled(text.Rows, text.Length) : model.Logits(text.Rows, text.Length);
        var actual = GraphInterpreter.Run(graph, rows, text.Length);
        Assert.Equal(expected, actual, (left, right) => Math.Abs(left - right) < 1e-9);
    }

    [Theory]
    [InlineData("sentiment", "")]
    [InlineData("sentiment-deep", "blocks.0.")]
    [InlineData("sentiment-deep", "blocks.1.")]
    [InlineData("diagnosis", "")]
    [InlineData("embedding", "")]
    public void HasSixteenOfSixtyFourDiagonals(string name, string prefix)
    {
        var tensors = TransformerFolder.ReadBody(RepositoryFiles.Model(name));
        WrittenTransformerTests.AssertDiagonals(tensors[prefix + "attention.in_proj_weight"], 64, 64, 16);
        WrittenTransformerTests.AssertDiagonals(tensors[prefix + "attention.out_proj.weight"], 64, 64, 16);
        WrittenTransformerTests.AssertDiagonals(tensors[prefix + "linear1.weight"], 128, 64, 16);
    }

    [Theory]
    [InlineData("sentiment", 0.82, 60)]
    [InlineData("sentiment-deep", 0.82, 60)]
    public void IsAsRightOnTheDevSentencesAsItsCardSays(string name, double least, double maxLogit)
    {
        var data = RepositoryFiles.DataDirectory;
        if (data is null)
            Assert.Skip("No data: set BASEDAI_DATA to the directory that holds sst2/dev.tsv.");
        var (vocabulary, embeddings) = TransformerFolder.ReadTable(RepositoryFiles.Model(name));
        var model = new WrittenTransformer(Shapes[name], TransformerFolder.ReadBody(RepositoryFiles.Model(name)));
        var result = TextEvaluation.Run(model, vocabulary, embeddings, SentimentReader.Read(data, "dev"));
        using var card = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFiles.Model(name), "card.json")));
        Assert.Equal(872, result.Count);
        Assert.Equal(card.RootElement.GetProperty("accuracy").GetProperty("shippedCorrect").GetInt32(), result.Correct);
        Assert.InRange(card.RootElement.GetProperty("accuracy").GetProperty("mean").GetDouble(), least, 1);
        Assert.InRange(result.Accuracy, least, 1);
        Assert.InRange(card.RootElement.GetProperty("ranges").GetProperty("maxAbsLogit").GetDouble(), 0, maxLogit);
    }

    [Fact]
    public void EmbeddingSharesThePublicFilesOfSentiment()
    {
        foreach (var file in new[] { "vocabulary.txt", "embedding.bin" })
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(RepositoryFiles.Model("sentiment"), file)),
                File.ReadAllBytes(Path.Combine(RepositoryFiles.Model("embedding"), file)));
    }

    private static double[] Logits(string name, string text)
    {
        var encoded = Encoder(name).Encode(text);
        return new WrittenTransformer(Shapes[name], TransformerFolder.ReadBody(RepositoryFiles.Model(name))).Logits(encoded.Rows, encoded.Length);
    }

    private static TextEncoder Encoder(string name)
    {
        var (vocabulary, embeddings) = TransformerFolder.ReadTable(RepositoryFiles.Model(name));
        return new TextEncoder(vocabulary, embeddings);
    }

    private static ModelConfig Config(string name, string file = "config.json") =>
        ModelConfig.Read(File.ReadAllBytes(Path.Combine(RepositoryFiles.Model(name), file)));
}
