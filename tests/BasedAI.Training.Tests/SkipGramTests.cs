using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Training.Tests;

public class SkipGramTests
{
    private static readonly SkipGramOptions Options = new() { Dimensions = 16, MinCount = 2, Epochs = 5, SubsamplingThreshold = 1 };

    [Fact]
    public void WordsOfTheSameCompanyEndUpTogether()
    {
        var vectors = new SkipGramTrainer(TwoTopics(), Options).Train(_ => { });
        Assert.All(vectors.Nearest("sun0", 3, 1), word => Assert.StartsWith("sun", word, StringComparison.Ordinal));
        Assert.All(vectors.Nearest("sea0", 3, 1), word => Assert.StartsWith("sea", word, StringComparison.Ordinal));
    }

    [Fact]
    public void SameTextAndSeedGiveTheSameBits()
    {
        var first = new SkipGramTrainer(TwoTopics(), Options).Train(_ => { });
        var second = new SkipGramTrainer(TwoTopics(), Options).Train(_ => { });
        Assert.Equal(first.Values, second.Values);
        Assert.NotEqual(first.Values, new SkipGramTrainer(TwoTopics(), Options with { Seed = 2 }).Train(_ => { }).Values);
    }

    [Fact]
    public void RareWordsAreLeftOutAndFrequentOnesComeFirst()
    {
        var corpus = new Corpus();
        corpus.AddText(["b", "a", "c", "c", "a", "b", "c", "once"]);
        var vectors = new SkipGramTrainer(corpus, Options).Train(_ => { });
        Assert.Equal(["c", "a", "b"], vectors.Words);
        Assert.Equal([3, 2, 2], vectors.Counts);
    }

    [Theory]
    [InlineData(0.0f)]
    [InlineData(-3.3f)]
    [InlineData(7.99f)]
    [InlineData(-20f)]
    [InlineData(8f)]
    public void SigmoidTableIsCloseToTheFunction(float x) => Assert.Equal(1 / (1 + Math.Exp(-x)), new SigmoidTable()[x], 5e-4);

    // 400 texts of ten words, each from one of two sets of six words.
    private static Corpus TwoTopics()
    {
        var random = new TrainingRandom(3);
        var corpus = new Corpus();
        for (var text = 0; text < 400; text++)
            corpus.AddText(Enumerable.Range(0, 10).Select(_ => (text % 2 == 0 ? "sun" : "sea") + random.NextInt(6)).ToArray());
        return corpus;
    }
}
