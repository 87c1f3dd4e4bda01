using BasedAI.Protocol;

namespace BasedAI.Client.Tests.Inference;

/// <summary>What decrypted values say, and that what may be shared is rounded.</summary>
public sealed class AnswerValuesTests
{
    [Theory]
    [InlineData(2.0, "positive", 0.8808)]
    [InlineData(-2.0, "negative", 0.1192)]
    [InlineData(0.0, "negative", 0.5)]
    public void The_sign_of_one_logit_is_the_label(double logit, string label, double probability)
    {
        var answer = AnswerValues.Read(ModelRequirements.Of(SampleManifest.Create()), [logit]);
        Assert.Equal((label, probability), (answer.Label, answer.Probability));
        Assert.Equal([Math.Round(1 - probability, 4), probability], answer.Probabilities);
        Assert.Equal([logit], answer.Raw);
        Assert.Empty(answer.Vector);
    }

    [Fact]
    public void The_largest_logit_is_the_class_and_softmax_its_probability()
    {
        var answer = AnswerValues.Read(ModelRequirements.Of(SampleManifest.OfRecords()), [0, 1, 3, 2]);
        Assert.Equal(("south", 2, 0.6439), (answer.Label, answer.Class, answer.Probability));
        Assert.Equal([0.0321, 0.0871, 0.6439, 0.2369], answer.Probabilities);
    }

    [Fact]
    public void Large_logits_neither_overflow_nor_change_the_class()
    {
        var answer = AnswerValues.Read(ModelRequirements.Of(SampleManifest.OfRecords()), [-9e5, 9e5, 0, 1]);
        Assert.Equal(("east", 1.0), (answer.Label, answer.Probability));
    }

    [Fact]
    public void An_embedding_is_a_rounded_vector_without_a_label()
    {
        var model = SampleManifest.Create() with { Task = ModelTasks.Embedding, Labels = [], Output = new OutputManifest("strided-64x3-v1", PerToken: true) };
        var answer = AnswerValues.Read(ModelRequirements.Of(model), [0.12345, -1.9996, 3]);
        Assert.Equal([0.123, -2, 3], answer.Vector);
        Assert.Null(answer.Label);
        Assert.Null(answer.Probability);
        Assert.Empty(answer.Probabilities);
    }

    [Fact]
    public void Another_number_of_values_is_a_mistake()
        => Assert.Throws<ArgumentOutOfRangeException>(() => AnswerValues.Read(ModelRequirements.Of(SampleManifest.Create()), [1, 2]));
}
