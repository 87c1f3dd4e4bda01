using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Training.Tests;

public class QuantizerTests
{
    private const int Dimensions = 8, Words = 20, Tokens = 4;

    // Before normalisation an entry moves by at most scale / 2 = max|e| / 254; the root mean square of a row is near 1 here.
    [Fact]
    public void RowsMoveByHalfAStepAtMost()
    {
        var random = new TrainingRandom(1);
        var layer = new EmbeddingLayer<double>(
            Enumerable.Range(0, Words * Dimensions).Select(_ => random.NextGaussian()).ToArray(), Dimensions, Dimensions, Tokens);
        var table = Quantizer.Quantize(layer);
        var row = new double[Dimensions];
        var exact = new double[Tokens * Dimensions];
        for (var word = 0; word < Words; word++)
        {
            layer.Forward([word], exact);
            table.NormalizedRow(word, 0, row);
            for (var j = 0; j < Dimensions; j++)
                Assert.Equal(exact[j], row[j], 0.03);
        }
    }

    [Fact]
    public void RowOfZerosHasScaleZero()
    {
        var row = new double[Dimensions];
        Quantizer.Quantize(new EmbeddingLayer<double>(new double[Dimensions], Dimensions, Dimensions, Tokens)).NormalizedRow(0, 0, row);
        Assert.All(row, value => Assert.Equal(0, value));
    }

    [Fact]
    public void VocabularyHasAllPhraseWordsThenTheMostFrequentOthers()
    {
        var vectors = new WordVectors(["the", "of", "zeta", "film", "rare"], [9, 8, 7, 6, 5], new float[5 * Dimensions], Dimensions, Dimensions);
        LabelledText[] phrases = [new("a rare film", 1), new("an odd film", 0)];
        var vocabulary = VocabularyBuilder.Build(phrases, vectors, maxRows: 8);
        Assert.Equal(["<unk>", "the", "of", "film", "rare", "a", "an", "odd"], vocabulary.Words);
        Assert.Throws<ArgumentOutOfRangeException>(() => VocabularyBuilder.Build(phrases, vectors, maxRows: 5));
    }
}
