using BasedAI.Samples.TrainModels.Cards;
using BasedAI.Samples.TrainModels.Transformer;

namespace BasedAI.Samples.TrainModels.Sentiment;

/// <summary>
/// From texts to the folder of a sentiment transformer: word vectors, vocabulary, one model a seed, rounding, evaluation. With a base
/// form that is trained twice: on the finished table of the model, so that one table serves both and both can be compared on a
/// client's input, and once with a table of its own, for what the form could do. Every model is trained by one thread; only different
/// ones side by side, so the files do not depend on the number of cores.
/// </summary>
public sealed class SentimentRun(RunOptions options, TransformerCard card, TransformerRecipe recipe, TransformerRecipe? baseRecipe, RunLog log)
{
    public IReadOnlyList<TrainedTransformer> Execute()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Seeds, 1);
        var texts = SentimentTexts.Load(options, recipe, log);
        var seeds = new TrainedTransformer[options.Seeds];
        var onTable = new TrainedTransformer[options.Seeds];
        var alone = new TrainedTransformer[options.Seeds];
        var work = baseRecipe is null ? options.Seeds : 2 * options.Seeds;
        Parallel.For(0, work, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, item =>
        {
            var index = item % options.Seeds;
            var seed = (ulong)index + 1;
            if (item >= options.Seeds)
            {
                alone[index] = new SentimentTrainer(texts, baseRecipe!, seed).Train(Progress("base with its own table", seed));
                return;
            }

            var trainer = new SentimentTrainer(texts, recipe, seed);
            seeds[index] = trainer.Train(Progress(card.Name, seed));
            if (baseRecipe is not null)
                onTable[index] = new SentimentTrainer(texts, baseRecipe, seed, trainer.Table).Train(Progress("base", seed));
        });
        Write(texts, seeds, onTable, alone);
        return seeds;
    }

    private Action<string> Progress(string form, ulong seed) => message => log.Write($"{form}, seed {seed}: {message}");

    private void Write(SentimentTexts texts, TrainedTransformer[] seeds, TrainedTransformer[] onTable, TrainedTransformer[] alone)
    {
        var shipped = Shipped(seeds);
        var directory = options.OutputDirectory;
        TransformerFolder.WriteBody(directory, "model", TransformerConfig.Create(card.Name, recipe.Shape, []), shipped.Tensors);
        TransformerFolder.WriteTable(directory, texts.Vocabulary, shipped.Embeddings);
        log.Write($"dev {SeedStatistics.Of(seeds.Select(seed => seed.HeldOut.Accuracy))}");
        (string, object)[] extra = [];
        if (baseRecipe is not null)
        {
            TransformerFolder.WriteBody(
                directory, "base", TransformerConfig.Create(card.Name + "-base", baseRecipe.Shape, []), Shipped(onTable).Tensors);
            log.Write($"base, dev {SeedStatistics.Of(onTable.Select(seed => seed.HeldOut.Accuracy))}");
            log.Write($"base with its own table, dev {SeedStatistics.Of(alone.Select(seed => seed.HeldOut.Accuracy))}");
            extra = [("base", DescribeBase(Shipped(onTable), onTable, alone))];
        }

        var training = TextEvaluation.Run(shipped.Body, texts.Vocabulary, shipped.Embeddings, texts.Phrases);
        CardFile.Write(directory, card.Create(recipe, seeds, training, extra));
        log.Write($"wrote {directory}");
    }

    private object DescribeBase(TrainedTransformer shipped, TrainedTransformer[] onTable, TrainedTransformer[] alone) => new
    {
        form = "4 heads of 16 features, dense matrices: what squeezing starts from. base.safetensors reads the same word rows as the model; "
            + "they were trained with the model, the base on top of them, by the phrases",
        parameters = new TransformerModel<float>(baseRecipe!.Shape).Parameters.Length,
        accuracy = TransformerCard.Accuracy(onTable, card.HeldOutSet, null),
        ranges = new
        {
            over = "held-out texts, shipped seed",
            maxAbsScore = CardFile.Round(shipped.HeldOut.MaxScores),
            maxAbsArgument = CardFile.Round(shipped.HeldOut.MaxArguments),
            maxAbsLogit = CardFile.Round(shipped.HeldOut.MaxLogit),
        },
        headEntropy = CardFile.Round(shipped.HeldOut.Entropies),
        headEntropyMeans = "entropy of a query's weights over the keys divided by log n, mean over queries of the dev sentences; 1: no choice made",
        withItsOwnTable = new
        {
            form = "the same form with word rows trained for it, by reviews and phrases; not shipped. The loss by squeezing is to be seen from here",
            accuracy = TransformerCard.Accuracy(alone, card.HeldOutSet, null),
            headEntropy = CardFile.Round(Shipped(alone).HeldOut.Entropies),
        },
    };

    private static TrainedTransformer Shipped(TrainedTransformer[] seeds) => seeds.Single(seed => seed.Seed == RunOptions.ShippedSeed);
}
