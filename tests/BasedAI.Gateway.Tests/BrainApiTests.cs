using System.Net;
using System.Text;
using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

[Collection(NodeCollection.Name)]
public sealed class BrainApiTests(NodeFixture fixture)
{
    private HttpClient Http => fixture.Node.Http;

    private HttpClient Operator => fixture.Node.Operator;

    [Fact]
    public async Task The_list_has_Brain_0_with_its_model_and_members()
    {
        var brain = Assert.Single(await Http.Read(ApiRoutes.Brains, ProtocolJson.Default.IReadOnlyListBrainSummary));
        Assert.Equal(new BrainId(0), brain.Id);
        Assert.Equal(TestModel.Name, brain.Model);
        Assert.Equal(["fast", "lean"], brain.Plans);
        Assert.True(brain.Miners >= 3);
        Assert.Equal(2, brain.Validators);
    }

    [Fact]
    public async Task One_Brain_can_be_asked_for()
    {
        var brain = await Http.Read(ApiRoutes.Brain(new BrainId(0)), ProtocolJson.Default.BrainSummary);
        Assert.Equal((TestModel.Name, 2), (brain.Model, brain.Validators));
    }

    [Fact]
    public async Task The_model_is_the_manifest_and_its_files_can_be_fetched()
    {
        var manifest = await Http.Read(ApiRoutes.Model(new BrainId(0)), ProtocolJson.Default.ModelManifest);
        Assert.Equal(fixture.Manifest.Files, manifest.Files);
        Assert.Equal(["fast", "lean"], manifest.Plans.Select(plan => plan.Name));
        Assert.Equal(TestModel.Plan, await Http.GetByteArrayAsync(ApiRoutes.Blob(manifest.Plans[0].PlanId), TestContext.Current.CancellationToken));
        Assert.Equal(TestModel.LeanPlan, await Http.GetByteArrayAsync(ApiRoutes.Blob(manifest.Plans[1].PlanId), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("1024")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("99999999999999999999")]
    public async Task An_unknown_Brain_is_404(string id)
    {
        using var brain = await Http.GetAsync($"{ApiRoutes.Brains}/{id}", TestContext.Current.CancellationToken);
        await brain.Refused(HttpStatusCode.NotFound, ErrorCodes.UnknownBrain);
        using var model = await Http.GetAsync($"{ApiRoutes.Brains}/{id}/model", TestContext.Current.CancellationToken);
        await model.Refused(HttpStatusCode.NotFound, ErrorCodes.UnknownBrain);
        using var members = await Operator.PostJson($"{ApiRoutes.Brains}/{id}/members", """{"member":"m","role":"Miner"}""");
        await members.Refused(HttpStatusCode.NotFound, ErrorCodes.UnknownBrain);
    }

    [Fact]
    public async Task Registering_a_member_twice_gives_the_same_place()
    {
        const string Body = """{"member":"miner-twice","role":"Miner"}""";
        using var first = await Operator.PostJson(ApiRoutes.Members(new BrainId(0)), Body);
        using var second = await Operator.PostJson(ApiRoutes.Members(new BrainId(0)), Body);
        var receipt = await first.Read(ProtocolJson.Default.MemberReceipt);
        Assert.Equal(receipt, await second.Read(ProtocolJson.Default.MemberReceipt));
        Assert.Equal(BrainCaps.Miners, receipt.Cap);
    }

    [Theory]
    [InlineData("""{"member":"Not Valid","role":"Miner"}""", "member")]
    [InlineData("""{"member":"m","role":"Owner"}""", "role")]
    [InlineData("""{"member":"m","role":7}""", "role")]
    [InlineData("""{"role":"Miner"}""", "member")]
    [InlineData("""{"member":null,"role":"Miner"}""", "member")]
    public async Task A_wrong_registration_is_refused_by_field(string body, string field)
    {
        using var response = await Operator.PostJson(ApiRoutes.Members(new BrainId(0)), body);
        var error = await response.Refused(HttpStatusCode.BadRequest, ErrorCodes.BadRequest);
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registering_needs_the_operator()
    {
        const string Body = """{"member":"miner-foreign","role":"Miner"}""";
        using var without = await Http.PostJson(ApiRoutes.Members(new BrainId(0)), Body);
        await without.Refused(HttpStatusCode.Unauthorized, ErrorCodes.Unauthorized);
        using var request = new HttpRequestMessage(HttpMethod.Post, ApiRoutes.Members(new BrainId(0)));
        request.Headers.Add("Authorization", "Bearer " + new string('x', fixture.Node.Token.Length));
        request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var wrong = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        await wrong.Refused(HttpStatusCode.Unauthorized, ErrorCodes.Unauthorized);
        Assert.DoesNotContain(fixture.Node.Token, fixture.Node.Log, StringComparison.Ordinal);
    }
}
