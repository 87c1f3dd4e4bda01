using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

/// <summary>Calls to the API as a test writes them.</summary>
internal static class ApiCalls
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Random bytes of <paramref name="length"/>: a blob nobody else has.</summary>
    public static byte[] NewContent(int length)
    {
        var content = new byte[length];
        Random.Shared.NextBytes(content);
        return content;
    }

    public static async Task<T> Read<T>(this HttpClient http, string path, JsonTypeInfo<T> type)
    {
        using var response = await http.GetAsync(path, Cancelled);
        return await response.Read(type);
    }

    public static async Task<T> Read<T>(this HttpResponseMessage response, JsonTypeInfo<T> type)
    {
        var body = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {body}");
        return JsonSerializer.Deserialize(body, type)!;
    }

    /// <summary>Checks a refusal whole: status, code, form, and that nothing inner shows.</summary>
    public static async Task<ApiError> Refused(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} in place of {(int)status}: {body}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = JsonSerializer.Deserialize(body, ProtocolJson.Default.ApiError)!;
        Assert.Equal(code, error.Code);
        Assert.True(error.Message.Length > 10, error.Message);
        Assert.DoesNotContain("BasedAI.", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        return error;
    }

    public static Task<HttpResponseMessage> PostJson(this HttpClient http, string path, string json)
        => http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), Cancelled);

    public static Task<HttpResponseMessage> Submit(this HttpClient http, JobRequest request)
        => http.PostJson(ApiRoutes.Jobs, JsonSerializer.Serialize(request, ProtocolJson.Default.JobRequest));

    public static Task<HttpResponseMessage> PutBlob(this HttpClient http, string sha256, byte[] content)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return http.PutAsync(ApiRoutes.Blob(sha256), body, Cancelled);
    }

    /// <summary>Uploads <paramref name="content"/> and returns its reference.</summary>
    public static async Task<BlobRef> Upload(this HttpClient http, byte[] content, string mediaType)
    {
        var reference = BlobRef.Of(content, mediaType);
        using var response = await http.PutBlob(reference.Sha256, content);
        Assert.True(response.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK, response.StatusCode.ToString());
        return reference;
    }

    /// <summary>A job of uploaded bytes that are no ciphertexts: everything about it is right except what a miner will find.</summary>
    public static async Task<JobRequest> NewJob(this HttpClient http, string planId) => new()
    {
        Id = JobId.New(),
        Brain = new BrainId(0),
        PlanId = planId,
        Input = await http.Upload(NewContent(100), MediaTypes.CiphertextBundle),
        Keys = await http.Upload(NewContent(200), MediaTypes.EvaluationKeys),
        Validators = 1,
    };

    /// <summary>Watches a job by long polls until it ends.</summary>
    public static async Task<JobStatus> WaitForEnd(this HttpClient http, JobId id)
    {
        var status = await http.Read(ApiRoutes.Job(id), ProtocolJson.Default.JobStatus);
        while (!status.Phase.IsFinal())
        {
            var next = await http.Read($"{ApiRoutes.Job(id)}?after={status.Version}&wait=20", ProtocolJson.Default.JobStatus);
            Assert.True(next.Version >= status.Version, "A job's version never falls.");
            status = next;
        }

        return status;
    }
}
