using BasedAI.Samples.TrainModels.AttentionPooling;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Training.Tests;

public class TextTrainerTests
{
    private static readonly ClassifierOptions Options = new()
    {
        Dimensions = 8,
        Heads = 2,
        Tokens = 6,
        Epochs = 20,
        EmbeddingLearningRate = 0.05,
    };

    [Fact]
    public void LearnsWhichWordsAreGood()
    {
        var trainer = Train(seed: 1);
        Assert.All(Examples(count: 50, seed: 99), example => Assert.Equal(example.Label, trainer.Predict(example)));
    }

    [Fact]
    public void SameSeedGivesTheSameBits()
    {
        Assert.Equal(Train(seed: 5).Model.Parameters, Train(seed: 5).Model.Parameters);
        Assert.NotEqual(Train(seed: 5).Model.Parameters, Train(seed: 6).Model.Parameters);
    }

    // Rows of words that no example has keep their values: the shipped table holds words beyond the training phrases.
    [Fact]
    public void UnusedRowsStay()
    {
        var words = Words();
        var last = words[^Options.Dimensions..];
        var trainer = New(words, seed: 1);
        trainer.Train(Examples(count: 100, seed: 2), Options.Epochs, _ => { });
        Assert.Equal(last, trainer.Embeddings.Words[^Options.Dimensions..]);
    }

    private static TextTrainer<double> New(double[] words, ulong seed) =>
        new(new AttentionPoolingModel(Options.Dimensions, Options.Heads, Options.Tokens), words, Options.Dimensions, Options, seed);

    private static TextTrainer<double> Train(ulong seed)
    {
        var trainer = New(Words(), seed);
        trainer.Train(Examples(count: 400, seed: 2), Options.Epochs, _ => { });
        return trainer;
    }

    // Words 1 to 5 are good, 6 to 10 bad, 11 to 20 neither; 21 never occurs. An example has one or two telling words of one kind.
    private static Example[] Examples(int count, ulong seed)
    {
        var random = new TrainingRandom(seed);
        return Enumerable.Range(0, count).Select(i => new Example(
            Enumerable.Range(0, 5)
                .Select(position => position % 3 == 0 ? (i % 2 == 0 ? 1 : 6) + random.NextInt(5) : 11 + random.NextInt(10)).ToArray(),
            i % 2 == 0 ? 1 : 0)).ToArray();
    }

    private static double[] Words()
    {
        var random = new TrainingRandom(4);
        return Enumerable.Range(0, 22 * Options.Dimensions).Select(_ => 0.5 * random.NextGaussian()).ToArray();
    }
}
