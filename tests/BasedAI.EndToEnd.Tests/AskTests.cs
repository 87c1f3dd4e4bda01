using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.EndToEnd.Tests;

/// <summary>A question through a real node gives the answer of the model in the clear, and the validators say so.</summary>
public sealed class AskTests(SharedNode shared)
{
    /// <summary>Bound on |encrypted logit − logit in the clear|; measured about 1e-6.</summary>
    private const double LogitTolerance = 1e-3;

    [Theory]
    [InlineData("a gripping, beautifully acted film")]
    [InlineData("what a waste of two hours")]
    [InlineData("good")]
    [InlineData("it's not that it doesn't try; it just never gets off the ground, and the jokes, such as they are, fall as flat as the script that somebody must have written on a very dull afternoon indeed")]
    public async Task The_answer_is_that_of_the_model_in_the_clear_and_is_verified(string text)
    {
        var node = await shared.GetAsync();
        using var client = node.CreateClient();
        var (answer, plain) = await SharedNode.AskAsync(client, text);
        Assert.Equal(plain, answer.RawValues[0], LogitTolerance);
        Assert.Equal(plain > 0 ? "positive" : "negative", answer.Label);
        Assert.Equal(1 / (1 + Math.Exp(-plain)), answer.Probability!.Value, 1e-3);
        Assert.True(answer.IsVerified);
        Assert.Equal(["validator-1", "validator-2"], answer.Validators.Order());
        Assert.StartsWith("miner-", answer.Miner, StringComparison.Ordinal);
        Assert.True(answer.Bytes is { Keys: > 1_000_000, Input: > 100_000, Result: > 10_000 }, $"{answer.Bytes}");
    }

    [Fact]
    public async Task Keys_are_sent_once()
    {
        var node = await shared.GetAsync();
        using var client = node.CreateClient();
        var token = TestContext.Current.CancellationToken;
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), token);
        using var keys = new ClientKeyRing();
        var first = await brain.AskAsync(brain.Encode("a small triumph"), keys, cancellationToken: token);
        var second = await brain.AskAsync(brain.Encode("a big mess"), keys, cancellationToken: token);
        Assert.Equal((Assert.Single(keys.Keys).EvaluationKeys.Length, 0), (first.Bytes.Keys, second.Bytes.Keys));
        Assert.Equal((TimeSpan.Zero, true), (second.Times.KeyGeneration, first.Times.KeyGeneration > TimeSpan.Zero));
        Assert.Equal(("positive", "negative"), (first.Label, second.Label));
    }

    [Fact]
    public async Task Nobody_need_verify()
    {
        var node = await shared.GetAsync();
        using var client = node.CreateClient();
        var (answer, _) = await SharedNode.AskAsync(client, "a charmer", options: new InferenceOptions { Validators = 0 });
        Assert.False(answer.IsVerified);
        Assert.Empty(answer.Validators);
    }

    [Fact]
    public async Task The_same_request_twice_is_one_job_and_another_under_its_id_is_refused()
    {
        var node = await shared.GetAsync();
        using var client = node.CreateClient();
        var options = new InferenceOptions();
        var (answer, _) = await SharedNode.AskAsync(client, "a charmer", options: options);
        var refusal = await Assert.ThrowsAsync<BasedApiException>(() => SharedNode.AskAsync(client, "a charmer", options: options));
        Assert.Equal((ErrorCodes.JobConflict, options.Job), (refusal.Code, answer.Job));
    }

    [Fact]
    public async Task A_Brain_without_miners_refuses()
    {
        await using var node = await TestNode.StartAsync(miners: 0);
        using var client = node.CreateClient();
        Assert.Equal(ErrorCodes.NoMiners, (await Assert.ThrowsAsync<BasedApiException>(() => SharedNode.AskAsync(client, "a charmer"))).Code);
    }

    [Fact]
    public async Task More_validators_than_there_are_are_refused()
    {
        var node = await shared.GetAsync();
        using var client = node.CreateClient();
        var refusal = await Assert.ThrowsAsync<BasedApiException>(() => SharedNode.AskAsync(client, "a charmer", options: new InferenceOptions { Validators = 3 }));
        Assert.Equal(ErrorCodes.NoValidators, refusal.Code);
    }
}
