using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

[Collection(NodeCollection.Name)]
public sealed class OperatorPagesTests(NodeFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/dashboard/")]
    [InlineData("/dashboard/DashboardCounters")]
    [InlineData("/dashboard/GrainState?grainId=0&grainType=brain")]
    [InlineData("/dashboard/Trace")]
    [InlineData("/dashboard/version")]
    public async Task The_dashboard_is_closed_to_everybody_else(string path)
    {
        using var response = await fixture.Node.Http.GetAsync(path, Cancelled);
        await response.Refused(HttpStatusCode.Unauthorized, ErrorCodes.Unauthorized);
        Assert.Equal("Basic", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("/dashboard/DashboardCounters")]
    [InlineData("/dashboard/ClusterStats")]
    [InlineData("/dashboard/GrainTypes")]
    [InlineData("/dashboard/Reminders/1")]
    [InlineData("/dashboard/TopGrainMethods")]
    public async Task The_operator_sees_its_data(string path)
    {
        using var response = await fixture.Node.Operator.GetAsync(path, Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        Assert.True(json.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
    }

    [Fact]
    public async Task A_browser_may_use_HTTP_Basic()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dashboard/");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("operator:" + fixture.Node.Token)));
        using var response = await fixture.Node.Http.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_live_log_is_hidden()
    {
        using var response = await fixture.Node.Operator.GetAsync("/dashboard/Trace", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(ApiRoutes.Live)]
    [InlineData(ApiRoutes.Ready)]
    public async Task Health_is_open(string path)
    {
        using var response = await fixture.Node.Http.GetAsync(path, Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
