using BasedAI.Samples.TrainModels.AttentionPooling;
using BasedAI.Samples.TrainModels.Diagnosis;
using BasedAI.Samples.TrainModels.Embedding;
using BasedAI.Samples.TrainModels.Sentiment;
using BasedAI.Samples.TrainModels.Tumour;

namespace BasedAI.Samples.TrainModels;

/// <summary>The models of this repository by name.</summary>
public static class ModelRuns
{
    public static IReadOnlyList<string> Names { get; } = ["sentiment", "sentiment-deep", "embedding", "diagnosis", "tumour", "sentiment-mini"];

    /// <summary>Seeds trained where the command line does not say how many.</summary>
    public static int Seeds(string name) => name == "sentiment-deep" ? 3 : 5;

    public static void Train(string name, RunOptions options, string sentimentDirectory, RunLog log)
    {
        switch (name)
        {
            case "sentiment":
                new SentimentRun(options, SentimentModels.Card, SentimentModels.Recipe, SentimentModels.BaseRecipe, log).Execute();
                break;
            case "sentiment-deep":
                new SentimentRun(options, SentimentModels.DeepCard, SentimentModels.DeepRecipe, null, log).Execute();
                break;
            case "embedding":
                new EmbeddingRun(options, sentimentDirectory, log).Execute();
                break;
            case "diagnosis":
                new DiagnosisRun(options, DiagnosisModel.Recipe, log).Execute();
                break;
            case "tumour":
                new TumourRun(options, new TumourOptions(), log).Execute();
                break;
            case "sentiment-mini":
                new AttentionPoolingRun(options, new AttentionPoolingRecipe(), log).Execute();
                PackMini(options.OutputDirectory, log.Output);
                break;
            default:
                throw new ArgumentException($"There is no model {name}; there are {string.Join(", ", Names)}.", nameof(name));
        }
    }

    public static void Validate(string name, RunOptions options, RunLog log)
    {
        switch (name)
        {
            case "diagnosis":
                new DiagnosisRun(options, DiagnosisModel.Recipe, log).Validate();
                break;
            case "tumour":
                new TumourRun(options, new TumourOptions(), log).Validate();
                break;
            default:
                throw new ArgumentException("Only diagnosis and tumour are validated on parts of their training data.", nameof(name));
        }
    }

    public static void PackMini(string directory, TextWriter output)
    {
        var manifest = ModelPackager.Pack(directory);
        var plans = manifest.Plans.Select(plan => $"plan {plan.Name} {plan.PlanId[..12]}, log QP {plan.Parameters.LogQP:F1}, {plan.Keys.Galois.Count} Galois keys");
        output.WriteLine($"packed {directory}: {string.Join("; ", plans)}");
    }
}
