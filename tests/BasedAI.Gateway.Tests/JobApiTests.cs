using System.Net;
using System.Text;
using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

[Collection(NodeCollection.Name)]
public sealed class JobApiTests(NodeFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private HttpClient Http => fixture.Node.Http;

    [Fact]
    public async Task A_job_of_bytes_that_are_no_ciphertexts_ends_with_a_reason()
    {
        var request = await Http.NewJob(TestModel.PlanId);
        using var response = await Http.Submit(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(ApiRoutes.Job(request.Id), response.Headers.Location?.OriginalString);
        var submitted = await response.Read(ProtocolJson.Default.JobStatus);
        Assert.Equal(request.Id, submitted.Id);

        var ended = await Http.WaitForEnd(request.Id);
        Assert.True(ended.Phase is JobPhase.Rejected or JobPhase.Failed, ended.Phase.ToString());
        Assert.NotNull(ended.Error);
        Assert.Null(ended.Result);
        Assert.NotNull(ended.EndedAt);
    }

    [Fact]
    public async Task Submitting_the_same_twice_is_one_job_and_something_else_is_a_conflict()
    {
        var request = await Http.NewJob(TestModel.PlanId);
        using var first = await Http.Submit(request);
        using var second = await Http.Submit(request);
        Assert.Equal((await first.Read(ProtocolJson.Default.JobStatus)).SubmittedAt, (await second.Read(ProtocolJson.Default.JobStatus)).SubmittedAt);

        using var other = await Http.Submit(request with { DeadlineSeconds = 61 });
        await other.Refused(HttpStatusCode.Conflict, ErrorCodes.JobConflict);
    }

    [Fact]
    public async Task An_ended_job_stays_as_it_is_when_it_is_called_off()
    {
        var request = await Http.NewJob(TestModel.PlanId);
        using var response = await Http.Submit(request);
        response.EnsureSuccessStatusCode();
        var ended = await Http.WaitForEnd(request.Id);
        using var cancelled = await Http.DeleteAsync(ApiRoutes.Job(request.Id), Cancelled);
        var after = await cancelled.Read(ProtocolJson.Default.JobStatus);
        Assert.Equal((ended.Phase, ended.Version), (after.Phase, after.Version));
    }

    [Fact]
    public async Task A_job_may_name_any_plan_of_the_model_and_says_which()
    {
        var request = await Http.NewJob(TestModel.LeanPlanId);
        using var response = await Http.Submit(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(TestModel.LeanPlanId, (await response.Read(ProtocolJson.Default.JobStatus)).PlanId);
    }

    [Fact]
    public async Task Another_plan_is_a_mismatch()
    {
        using var response = await Http.Submit(await Http.NewJob(new string('0', 64)));
        await response.Refused(HttpStatusCode.Conflict, ErrorCodes.PlanMismatch);
    }

    [Fact]
    public async Task More_validators_than_there_are_is_refused()
    {
        using var response = await Http.Submit(await Http.NewJob(TestModel.PlanId) with { Validators = 8 });
        await response.Refused(HttpStatusCode.Conflict, ErrorCodes.NoValidators);
    }

    [Fact]
    public async Task A_Brain_that_is_not_open_takes_no_jobs()
    {
        using var response = await Http.Submit(await Http.NewJob(TestModel.PlanId) with { Brain = new BrainId(5) });
        await response.Refused(HttpStatusCode.NotFound, ErrorCodes.UnknownBrain);
    }

    [Fact]
    public async Task A_blob_must_be_there_with_the_length_the_job_says()
    {
        var request = await Http.NewJob(TestModel.PlanId);
        using var absent = await Http.Submit(request with { Keys = request.Keys with { Sha256 = new string('e', 64) } });
        var error = await absent.Refused(HttpStatusCode.NotFound, ErrorCodes.UnknownBlob);
        Assert.Contains("keys", error.Message, StringComparison.Ordinal);
        using var shorter = await Http.Submit(request with { Input = request.Input with { Length = 99 } });
        await shorter.Refused(HttpStatusCode.BadRequest, ErrorCodes.BlobMismatch);
        using var larger = await Http.Submit(request with { Input = request.Input with { Length = 2 << 20 } });
        await larger.Refused(HttpStatusCode.RequestEntityTooLarge, ErrorCodes.BlobTooLarge);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"zz\"}")]
    [InlineData("{}")]
    public async Task A_malformed_job_is_refused(string body)
    {
        using var response = await Http.PostJson(ApiRoutes.Jobs, body);
        await response.Refused(HttpStatusCode.BadRequest, ErrorCodes.BadRequest);
    }

    [Fact]
    public async Task Malformed_JSON_is_told_with_its_place()
    {
        using var response = await Http.PostJson(ApiRoutes.Jobs, "{\n  \"id\": ?\n}");
        var error = await response.Refused(HttpStatusCode.BadRequest, ErrorCodes.BadRequest);
        Assert.Contains("line 2, byte 9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_64_KiB_is_413_whether_announced_or_chunked()
    {
        var body = new string(' ', GatewayOptions.MaxJsonBytes + 1);
        using var announced = await Http.PostJson(ApiRoutes.Jobs, body);
        await announced.Refused(HttpStatusCode.RequestEntityTooLarge, ErrorCodes.BadRequest);
        using var request = new HttpRequestMessage(HttpMethod.Post, ApiRoutes.Jobs);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = true;
        using var chunked = await Http.SendAsync(request, Cancelled);
        await chunked.Refused(HttpStatusCode.RequestEntityTooLarge, ErrorCodes.BadRequest);
    }

    [Fact]
    public async Task A_form_is_not_JSON()
    {
        using var response = await Http.PostAsync(ApiRoutes.Jobs, new StringContent("{}", Encoding.UTF8, "text/plain"), Cancelled);
        await response.Refused(HttpStatusCode.BadRequest, ErrorCodes.BadRequest);
    }

    [Fact]
    public async Task An_unknown_job_is_404()
    {
        foreach (var id in (string[])[JobId.New().ToString(), "abc", new string('0', 32)])
        {
            using var get = await Http.GetAsync($"{ApiRoutes.Jobs}/{id}", Cancelled);
            await get.Refused(HttpStatusCode.NotFound, ErrorCodes.UnknownJob);
            using var delete = await Http.DeleteAsync($"{ApiRoutes.Jobs}/{id}", Cancelled);
            await delete.Refused(HttpStatusCode.NotFound, ErrorCodes.UnknownJob);
        }
    }

    [Theory]
    [InlineData("?wait=21")]
    [InlineData("?wait=-1")]
    [InlineData("?after=x&wait=1")]
    public async Task A_wait_out_of_range_is_refused(string query)
    {
        using var response = await Http.GetAsync(ApiRoutes.Job(JobId.New()) + query, Cancelled);
        await response.Refused(HttpStatusCode.BadRequest, ErrorCodes.BadRequest);
    }

    [Fact]
    public async Task What_does_not_exist_is_told_as_an_error_of_the_API()
    {
        using var route = await Http.GetAsync("/v2/nothing", Cancelled);
        await route.Refused(HttpStatusCode.NotFound, ErrorCodes.UnknownRoute);
        using var method = await Http.DeleteAsync(ApiRoutes.Brains, Cancelled);
        var error = await method.Refused(HttpStatusCode.MethodNotAllowed, ErrorCodes.BadRequest);
        Assert.Contains("GET", error.Message, StringComparison.Ordinal);
    }
}
