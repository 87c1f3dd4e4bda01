using BasedAI.Client.Tests.Http;
using BasedAI.Protocol;
using Microsoft.AspNetCore.Http;

namespace BasedAI.Client.Tests.Inference;

/// <summary>What a Brain's client asks the node before it chooses a plan, and what keys from a file leave to choose from.</summary>
public sealed class PlanChoiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_plan_needs_no_measurement()
    {
        await using var node = await StartAsync(SampleManifest.OfRecords());
        using var client = node.CreateClient();
        using var keys = new ClientKeyRing();
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), Token);
        var choice = await brain.ChoosePlanAsync(keys, cancellationToken: Token);
        Assert.Equal(("fast", "the only plan", null), (choice.Plan.Name, choice.Reason, choice.Uplink));
        Assert.Equal(1, node.Requests);
        Assert.Empty(keys.Keys);
    }

    [Fact]
    public async Task Two_plans_are_chosen_between_by_the_link_and_no_key_is_made_for_that()
    {
        await using var node = await StartAsync(OfTwoPlans());
        using var client = node.CreateClient();
        using var keys = new ClientKeyRing();
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), Token);
        var choice = await brain.ChoosePlanAsync(keys, cancellationToken: Token);
        Assert.NotNull(choice.Uplink);
        Assert.Equal(2, choice.Estimates.Length);
        Assert.Empty(keys.Keys);
    }

    [Fact]
    public async Task A_wish_is_followed_without_a_measurement_and_a_wrong_one_refused()
    {
        await using var node = await StartAsync(OfTwoPlans());
        using var client = node.CreateClient();
        using var keys = new ClientKeyRing();
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), Token);
        Assert.Equal(("lean", null), (await brain.ChoosePlanAsync(keys, "lean", Token) is var choice ? (choice.Plan.Name, choice.Uplink) : default));
        await Assert.ThrowsAsync<PlanChoiceException>(() => brain.ChoosePlanAsync(keys, "slow", Token));
        Assert.Equal(1, node.Requests);
    }

    [Fact]
    public async Task Keys_that_are_not_made_anew_leave_their_own_plans()
    {
        await using var node = await StartAsync(OfTwoPlans());
        using var client = node.CreateClient();
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), Token);
        using var made = new ClientKeyRing();
        using var lean = new ClientKeyRing([made.Make(brain.Requirements.GetPlan("lean"))], makesKeys: false);
        Assert.Equal("lean", (await brain.ChoosePlanAsync(lean, cancellationToken: Token)).Plan.Name);
        Assert.Equal(KeyFileError.OtherKeys, (await Assert.ThrowsAsync<KeyFileException>(() => brain.ChoosePlanAsync(lean, "fast", Token))).Error);
        using var none = new ClientKeyRing([], makesKeys: false);
        Assert.Equal(KeyFileError.OtherKeys, (await Assert.ThrowsAsync<KeyFileException>(() => brain.ChoosePlanAsync(none, cancellationToken: Token))).Error);
    }

    [Fact]
    public async Task An_input_of_another_model_is_not_encrypted()
    {
        await using var node = await StartAsync(SampleManifest.OfRecords());
        using var client = node.CreateClient();
        using var keys = new ClientKeyRing();
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), Token);
        await Assert.ThrowsAsync<ArgumentException>(() => brain.AskAsync(SampleInput.Text(), keys, cancellationToken: Token));
        Assert.Throws<InvalidOperationException>(() => brain.Encode("a text"));
        Assert.Empty(keys.Keys);
    }

    [Fact]
    public async Task A_manifest_of_version_1_is_an_unsupported_model()
    {
        await using var node = await FakeNode.StartAsync((context, _) => context.Response.WriteAsync("""{"formatVersion":1,"planId":"aa"}"""));
        using var client = node.CreateClient();
        var exception = await Assert.ThrowsAsync<UnsupportedModelException>(() => client.GetModelAsync(new BrainId(0), Token));
        Assert.Contains("format version 1", exception.Message, StringComparison.Ordinal);
    }

    // Records, so that the node needs no vocabulary and table.
    private static ModelManifest OfTwoPlans()
    {
        var manifest = SampleManifest.OfRecords();
        PortManifest[] ports = [new PortManifest("record", "record-p4-v1", 0, 1L << 30)];
        return manifest with { Plans = [manifest.Plans[0], SampleManifest.LeanPlan() with { Ports = ports }] };
    }

    private static Task<FakeNode> StartAsync(ModelManifest manifest) => FakeNode.StartAsync(async (context, _) =>
    {
        if (context.Request.Path == ApiRoutes.Model(new BrainId(0)))
        {
            await context.Response.WriteAsJsonAsync(manifest, ProtocolJson.Default.ModelManifest);
            return;
        }

        var bytes = 0L;
        var buffer = new byte[1 << 16];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;) bytes += read;
        if (context.Request.Path == ApiRoutes.Link) await context.Response.WriteAsJsonAsync(new LinkReport(bytes), ProtocolJson.Default.LinkReport);
        else context.Response.StatusCode = 404;
    });
}
