using System.Text.Json;
using BasedAI.Cerberus;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Tumour;

namespace BasedAI.Training.Tests;

/// <summary>The tumour classifier in the repository, through the compiler's reading of its files.</summary>
public class ShippedTumourTests
{
    [Fact]
    public void NamesItsMeasurements() => Assert.Equal(TumourReader.Names, Config().Input.Record!.Select(feature => feature.Name));

    [Fact]
    public void IsAsRightOnTheHeldOutCasesAsItsCardSays()
    {
        var data = RepositoryFiles.DataDirectory;
        if (data is null)
            Assert.Skip("No data: set BASEDAI_DATA to the directory that holds medical/wdbc.data.");
        var config = Config();
        using var stream = File.OpenRead(Path.Combine(RepositoryFiles.Model("tumour"), "model.safetensors"));
        var graph = ModelLoader.Load(config, SafetensorsFile.Read(stream));
        var options = new TumourOptions();
        var cases = TumourReader.Read(data);
        var parts = StratifiedSplit.Deal([.. cases.Select(item => item.Label)], options.Parts, options.SplitSeed);
        var heldOut = StratifiedSplit.Take(cases, parts, 0).Part;
        var right = heldOut.Count(item => (Logit(graph, config, item) > 0 ? 1 : 0) == item.Label);
        using var card = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFiles.Model("tumour"), "card.json")));
        Assert.Equal(card.RootElement.GetProperty("accuracy").GetProperty("shippedCorrect").GetInt32(), right);
        Assert.InRange((double)right / heldOut.Count, 0.95, 1);
    }

    private static double Logit(ModelGraph graph, ModelConfig config, TumourCase item)
    {
        var row = new double[1, item.Measurements.Length];
        for (var j = 0; j < item.Measurements.Length; j++)
            row[0, j] = (item.Measurements[j] - config.Input.Record![j].Mean) / config.Input.Record[j].Deviation;
        return GraphInterpreter.Run(graph, row, 1)[0];
    }

    private static ModelConfig Config() => ModelConfig.Read(File.ReadAllBytes(Path.Combine(RepositoryFiles.Model("tumour"), "config.json")));
}
