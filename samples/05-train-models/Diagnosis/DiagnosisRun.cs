using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Cards;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Transformer;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Diagnosis;

/// <summary>
/// From descriptions of symptoms to the folder of the diagnosis model, word vectors from the reviews; and, for choosing a recipe without
/// looking at the held-out texts, its accuracy on parts of the others.
/// </summary>
public sealed class DiagnosisRun(RunOptions options, TransformerRecipe recipe, RunLog log)
{
    public IReadOnlyList<TrainedTransformer> Execute()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Seeds, 1);
        var vectors = ReviewVectors.Get(options, recipe.SkipGram, log);
        var (heldOut, training, labels) = Split();
        var vocabulary = VocabularyBuilder.Build(training, vectors, DiagnosisModel.MaxRows);
        log.Write($"{training.Count} training texts, {heldOut.Count} held out, {labels.Count} classes; vocabulary {vocabulary.Count:N0} words");
        var seeds = new TrainedTransformer[options.Seeds];
        Parallel.For(0, seeds.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            seeds[index] = Train(vectors, vocabulary, training, heldOut, (ulong)index + 1);
            log.Write($"seed {index + 1}: {100 * seeds[index].HeldOut.Accuracy:F2} % of the held-out texts as written");
        });

        var shipped = seeds.Single(seed => seed.Seed == RunOptions.ShippedSeed);
        var directory = options.OutputDirectory;
        var card = DiagnosisModel.Card with { Labels = labels };
        TransformerFolder.WriteBody(directory, "model", TransformerConfig.Create(card.Name, recipe.Shape, labels), shipped.Tensors);
        TransformerFolder.WriteTable(directory, vocabulary, shipped.Embeddings);
        var onTraining = TextEvaluation.Run(shipped.Body, vocabulary, shipped.Embeddings, training);
        var validation = CardFile.Describe(Validate(vectors, training), "each fifth of the training texts by models of the other four; the recipe was chosen by it");
        var split = new { parts = DiagnosisModel.Parts, seed = DiagnosisModel.SplitSeed, heldOut = heldOut.Count, training = training.Count };
        CardFile.Write(directory, card.Create(recipe, seeds, onTraining, ("split", split), ("validation", validation), ("plainWords", PlainWords(seeds, vocabulary, labels))));
        log.Write($"held out {SeedStatistics.Of(seeds.Select(seed => seed.HeldOut.Accuracy))}; wrote {directory}");
        return seeds;
    }

    /// <summary>Trains on four fifths of the training texts and measures on the fifth, each in turn.</summary>
    public SeedStatistics Validate() => Validate(ReviewVectors.Get(options, recipe.SkipGram, log), Split().Training);

    private SeedStatistics Validate(WordVectors vectors, IReadOnlyList<LabelledText> all)
    {
        var parts = StratifiedSplit.Deal([.. all.Select(text => text.Label)], DiagnosisModel.Parts, DiagnosisModel.SplitSeed + 1);
        var accuracies = new double[DiagnosisModel.Parts];
        Parallel.For(0, accuracies.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            var (measured, training) = StratifiedSplit.Take(all, parts, index);
            var vocabulary = VocabularyBuilder.Build(training, vectors, DiagnosisModel.MaxRows);
            accuracies[index] = Train(vectors, vocabulary, training, measured, RunOptions.ShippedSeed).HeldOut.Accuracy;
        });
        var statistics = SeedStatistics.Of(accuracies);
        log.Write($"parts of the training texts: {100 * statistics.Mean:F2} % (standard deviation {100 * statistics.Deviation:F2}, {accuracies.Length} runs)");
        return statistics;
    }

    private object PlainWords(TrainedTransformer[] seeds, Vocabulary vocabulary, IReadOnlyList<string> labels)
    {
        var texts = PlainDescriptions.Get(labels);
        var correct = seeds.Select(seed => TextEvaluation.Run(seed.Body, vocabulary, seed.Embeddings, texts).Correct).ToArray();
        log.Write($"of {texts.Count} descriptions in other words: {string.Join(", ", correct)} right, seed by seed");
        return new
        {
            set = "one description of each class in other words than those of the data set; never trained on, but the recipe was chosen with a look at them",
            count = texts.Count,
            correct,
        };
    }

    private (IReadOnlyList<LabelledText> HeldOut, IReadOnlyList<LabelledText> Training, IReadOnlyList<string> Labels) Split()
    {
        var symptoms = SymptomReader.Read(options.DataDirectory);
        var parts = StratifiedSplit.Deal([.. symptoms.Texts.Select(text => text.Label)], DiagnosisModel.Parts, DiagnosisModel.SplitSeed);
        var (heldOut, training) = StratifiedSplit.Take(symptoms.Texts, parts, 0);
        return (heldOut, training, symptoms.Labels);
    }

    private TrainedTransformer Train(
        WordVectors vectors, Vocabulary vocabulary, IReadOnlyList<LabelledText> training, IReadOnlyList<LabelledText> heldOut, ulong seed)
    {
        var rows = VocabularyBuilder.InitialRows(vocabulary, vectors, recipe.Trainer.InitialVectorScale, recipe.SkipGram.Seed);
        var body = new TransformerModel<float>(recipe.Shape);
        var trainer = new TextTrainer<float>(
            body, Array.ConvertAll(rows, value => (float)value), recipe.Shape.Features, recipe.Trainer, seed);
        trainer.Train(Example.Encode(training, vocabulary, recipe.Trainer.Tokens), recipe.Trainer.Epochs, _ => { });
        var examples = Example.Encode(heldOut, vocabulary, recipe.Trainer.Tokens);
        var right = examples.Count(example => trainer.Predict(example) == example.Label);
        var tensors = TransformerTensors.Of(body);
        var embeddings = Quantizer.Quantize(trainer.Embeddings);
        var measured = TextEvaluation.Run(new WrittenTransformer(recipe.Shape, tensors), vocabulary, embeddings, heldOut);
        return new TrainedTransformer(seed, recipe.Shape, tensors, embeddings, (double)right / examples.Count, measured);
    }
}
