using System.Text.Json;

namespace BasedAI.Protocol.Tests;

public sealed class JsonTests
{
    private static readonly JobRequest Request = new()
    {
        Id = new JobId(Guid.Parse("11111111-2222-3333-4444-555555555555")),
        Brain = new BrainId(7),
        PlanId = new string('a', 64),
        Input = BlobRef.Of("input"u8, MediaTypes.CiphertextBundle),
        Keys = BlobRef.Of("keys"u8, MediaTypes.EvaluationKeys),
    };

    [Fact]
    public void A_request_has_the_documented_form()
    {
        var json = JsonSerializer.Serialize(Request, ProtocolJson.Default.JobRequest);
        Assert.StartsWith("{\"id\":\"11111111222233334444555555555555\",\"brain\":7,\"planId\":\"aaaa", json, StringComparison.Ordinal);
        Assert.Contains("\"validators\":2,\"deadlineSeconds\":60", json, StringComparison.Ordinal);
        Assert.Equal(Request, JsonSerializer.Deserialize(json, ProtocolJson.Default.JobRequest));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"id\":\"zz\"}")]
    [InlineData("null0")]
    [InlineData("[")]
    public void Malformed_requests_are_json_errors(string json)
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ProtocolJson.Default.JobRequest));

    [Fact]
    public void A_brain_out_of_range_is_a_json_error()
    {
        var json = JsonSerializer.Serialize(Request, ProtocolJson.Default.JobRequest).Replace("\"brain\":7", "\"brain\":1024", StringComparison.Ordinal);
        var error = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ProtocolJson.Default.JobRequest));
        Assert.Contains("0 to 1023", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Enums_are_words_and_nulls_are_left_out()
    {
        var json = JsonSerializer.Serialize(new JobStatus { Id = Request.Id, Brain = Request.Brain, Phase = JobPhase.Verifying, Version = 3 }, ProtocolJson.Default.JobStatus);
        Assert.Contains("\"phase\":\"Verifying\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_a_newer_peer_added_is_ignored()
    {
        var status = JsonSerializer.Deserialize("{\"code\":\"busy\",\"message\":\"later\",\"retryAfter\":3}", ProtocolJson.Default.ApiError);
        Assert.Equal(new ApiError("busy", "later"), status);
    }

    /// <summary>These numbers lie in stored state: a change here loses jobs.</summary>
    [Fact]
    public void Phases_keep_their_numbers()
    {
        Assert.Equal(
            "Submitted=0 Admitted=1 Assigned=2 Computing=3 Computed=4 Verifying=5 Completed=6 Rejected=7 Failed=8 Expired=9 Cancelled=10",
            string.Join(' ', Enum.GetValues<JobPhase>().Select(p => $"{p}={(int)p}")));
        Assert.All(Enum.GetValues<JobPhase>(), p => Assert.Equal((int)p >= 6, p.IsFinal()));
    }
}
