using BasedAI.Samples.TrainModels.Cards;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Transformer;

namespace BasedAI.Samples.TrainModels.Tumour;

/// <summary>
/// From measurements to the folder of the tumour classifier; and, for choosing a recipe without looking at the held-out cases, its
/// accuracy on parts of the others.
/// </summary>
public sealed class TumourRun(RunOptions options, TumourOptions recipe, RunLog log)
{
    private static readonly string[] Labels = ["benign", "malignant"];

    public IReadOnlyList<TrainedTumour> Execute()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Seeds, 1);
        var (heldOut, training) = Split();
        var scale = Standardization.Of(training);
        log.Write($"{training.Count} training cases, {heldOut.Count} held out");
        var seeds = Enumerable.Range(1, options.Seeds).Select(seed =>
        {
            var network = TumourTrainer.Train(training, scale, recipe, (ulong)seed);
            var result = new TrainedTumour(
                (ulong)seed, TumourFiles.Tensors(network),
                TumourEvaluation.Run(network, scale, heldOut), TumourEvaluation.Run(network, scale, training));
            log.Write($"seed {seed}: {100 * result.HeldOut.Accuracy:F2} % of the held-out cases, {100 * result.Training.Accuracy:F2} % of the training cases");
            if (result.Seed == RunOptions.ShippedSeed)
                TransformerFolder.WriteBody(options.OutputDirectory, "model", TumourFiles.Config(network, scale, Labels), result.Tensors);
            return result;
        }).ToArray();
        CardFile.Write(options.OutputDirectory, Card(seeds, Validate()));
        log.Write($"held out {SeedStatistics.Of(seeds.Select(seed => seed.HeldOut.Accuracy))}; wrote {options.OutputDirectory}");
        return seeds;
    }

    /// <summary>Trains on four fifths of the training cases and measures on the fifth, each in turn.</summary>
    public SeedStatistics Validate()
    {
        var (_, all) = Split();
        var parts = StratifiedSplit.Deal([.. all.Select(item => item.Label)], recipe.Parts, recipe.SplitSeed + 1);
        var statistics = SeedStatistics.Of(Enumerable.Range(0, recipe.Parts * options.Seeds).Select(run =>
        {
            var (measured, training) = StratifiedSplit.Take(all, parts, run % recipe.Parts);
            var scale = Standardization.Of(training);
            var network = TumourTrainer.Train(training, scale, recipe, (ulong)(run / recipe.Parts) + 1);
            return TumourEvaluation.Run(network, scale, measured).Accuracy;
        }));
        log.Write($"parts of the training cases: {100 * statistics.Mean:F2} % (standard deviation {100 * statistics.Deviation:F2}, {statistics.Count} runs)");
        return statistics;
    }

    private (IReadOnlyList<TumourCase> HeldOut, IReadOnlyList<TumourCase> Training) Split()
    {
        var cases = TumourReader.Read(options.DataDirectory);
        return StratifiedSplit.Take(cases, StratifiedSplit.Deal([.. cases.Select(item => item.Label)], recipe.Parts, recipe.SplitSeed), 0);
    }

    private object Card(TrainedTumour[] seeds, SeedStatistics validation)
    {
        var shipped = seeds.Single(seed => seed.Seed == RunOptions.ShippedSeed);
        var statistics = SeedStatistics.Of(seeds.Select(seed => seed.HeldOut.Accuracy));
        return new
        {
            name = "tumour",
            summary = "Says whether a breast tumour is benign or malignant, from 30 encrypted measurements of cell nuclei. Two linear layers with a "
                + "square between them.",
            formula = "logit = b2 + sum_k w2_k (W1 x + b1)_k^2, x standardised by the client; probability of malignant = 1 / (1 + exp(-logit))",
            isNot = "Not a medical device and not a doctor: a demonstration on 569 cases of one hospital.",
            labels = Labels,
            parameters = new { secret = shipped.Tensors.Values.Sum(tensor => tensor.Count) - 3, publicEmbedding = 0, vocabulary = 0 },
            trainingData = new[] { DataSource.Tumours },
            recipe = new { trainer = recipe, selection = "last epoch; the run chooses nothing by the held-out cases; the shipped seed was fixed beforehand" },
            split = new { parts = recipe.Parts, seed = recipe.SplitSeed, heldOut = shipped.HeldOut.Count, training = shipped.Training.Count },
            accuracy = new
            {
                set = "WDBC, one fifth of each class by a fixed seed, never trained on",
                form = "as written: float32 weights, in the clear",
                count = shipped.HeldOut.Count,
                mean = CardFile.Round(statistics.Mean),
                standardDeviation = CardFile.Round(statistics.Deviation),
                standardError = CardFile.Round(statistics.StandardError),
                samplingError = CardFile.Round(Math.Sqrt(statistics.Mean * (1 - statistics.Mean) / shipped.HeldOut.Count)),
                seeds = seeds.Select(seed => new { seed = seed.Seed, accuracy = CardFile.Round(seed.HeldOut.Accuracy) }),
                shippedSeed = shipped.Seed,
                shipped = CardFile.Round(shipped.HeldOut.Accuracy),
                shippedCorrect = shipped.HeldOut.Correct,
                training = CardFile.Round(shipped.Training.Accuracy),
                malignantMissed = shipped.HeldOut.Missed,
                malignant = shipped.HeldOut.Malignant,
            },
            validation = CardFile.Describe(validation, "each fifth of the training cases by models of the other four; the recipe was chosen by it"),
            ranges = new
            {
                over = "training and held-out cases, shipped seed",
                maxAbsArgument = CardFile.Round(Math.Max(shipped.HeldOut.MaxArgument, shipped.Training.MaxArgument)),
                maxAbsLogit = CardFile.Round(Math.Max(shipped.HeldOut.MaxLogit, shipped.Training.MaxLogit)),
            },
            limits = new[]
            {
                "Decide nothing about anybody's health with it.",
                "569 cases, one hospital, images from before 1995: on other cases it will be worse than the accuracy here says.",
                "A square grows without bound: measurements far outside those it was trained on give large logits that mean nothing.",
                "The probability is not calibrated.",
                "The means and deviations of the measurements are public and applied by the client; the secret is the body of the model.",
            },
            reproduce = "dotnet run -c Release --project samples/05-train-models -- train tumour --data DIR --out silo/models/tumour",
        };
    }
}
