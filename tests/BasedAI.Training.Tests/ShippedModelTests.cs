using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.AttentionPooling;
using BasedAI.Samples.TrainModels.Data;

namespace BasedAI.Training.Tests;

/// <summary>The model in the repository, evaluated in the clear through the client's text classes and the weights' own formula.</summary>
public class ShippedModelTests
{
    [Theory]
    [InlineData("a gripping , beautifully acted film", true)]
    [InlineData("A gripping, beautifully acted film", true)]
    [InlineData("The plot is a mess and I was bored to tears.", false)]
    [InlineData("great", true)]
    [InlineData("terrible", false)]
    public void JudgesPlainSentences(string text, bool positive)
    {
        var model = ModelFolder.Read(RepositoryFiles.ModelFolder);
        var encoded = new TextEncoder(model.Vocabulary, model.Embeddings).Encode(text);
        Assert.Equal(positive, model.Weights.Logit(encoded.Rows, encoded.Length) > 0);
    }

    [Fact]
    public void IsRightOnFourOfFiveDevSentencesAndWithinItsRanges()
    {
        var data = RepositoryFiles.DataDirectory;
        if (data is null)
            Assert.Skip("No data: set BASEDAI_DATA to the directory that holds sst2/dev.tsv.");
        var result = Evaluation.Run(ModelFolder.Read(RepositoryFiles.ModelFolder), SentimentReader.Read(data, "dev"));
        Assert.Equal(872, result.Count);
        Assert.InRange(result.Accuracy, 0.79, 1);
        Assert.InRange(result.MaxLogit, 0, 60);
        Assert.InRange(result.MaxScore, 0, 8);
        Assert.InRange(result.UnknownRate, 0, 0.03);
    }

    [Fact]
    public void TokenizerKeepsTheTreebankTokens()
    {
        var data = RepositoryFiles.DataDirectory;
        if (data is null)
            Assert.Skip("No data: set BASEDAI_DATA to the directory that holds sst2/dev.tsv.");
        var sentences = SentimentReader.Read(data, "dev").Select(sentence => sentence.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word is "``" or "''" ? "\"" : word == "`" ? "'" : word).ToArray()).ToArray();
        var different = sentences.Count(words => !words.SequenceEqual(Tokenizer.Tokenize(string.Join(' ', words)).Tokens));
        Assert.InRange(different, 0, 1);
    }
}
