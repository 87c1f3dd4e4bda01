using BasedAI.Protocol;
using CsCheck;

namespace BasedAI.Gateway.Tests;

public sealed class JobRequestRulesTests
{
    private const long Limit = 1000;

    private static readonly JobRequest Right = new()
    {
        Id = JobId.New(),
        Brain = new BrainId(0),
        PlanId = new string('a', 64),
        Input = new BlobRef(new string('b', 64), 10, MediaTypes.CiphertextBundle),
        Keys = new BlobRef(new string('c', 64), Limit, MediaTypes.EvaluationKeys),
    };

    public static TheoryData<string, string> Wrong => new()
    {
        { "id", ErrorCodes.BadRequest },
        { "planId", ErrorCodes.BadRequest },
        { "input: sha256", ErrorCodes.BadRequest },
        { "input: length is 0", ErrorCodes.BadRequest },
        { "input: media type", ErrorCodes.BadRequest },
        { "keys: length is 1001", ErrorCodes.BlobTooLarge },
        { "keys: media type", ErrorCodes.BadRequest },
    };

    [Fact]
    public void A_right_request_passes() => Assert.Null(JobRequestRules.Problem(Right, Limit));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_field_is_named(string field, string code)
    {
        var request = field switch
        {
            "id" => Right with { Id = default },
            "planId" => Right with { PlanId = "A" },
            "input: sha256" => Right with { Input = Right.Input with { Sha256 = "x" } },
            "input: length is 0" => Right with { Input = Right.Input with { Length = 0 } },
            "input: media type" => Right with { Input = Right.Input with { MediaType = MediaTypes.EvaluationKeys } },
            "keys: length is 1001" => Right with { Keys = Right.Keys with { Length = Limit + 1 } },
            _ => Right with { Keys = Right.Keys with { MediaType = "text/html" } },
        };
        var problem = JobRequestRules.Problem(request, Limit);
        Assert.NotNull(problem);
        Assert.Equal(code, problem.Code);
        Assert.StartsWith(field, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_pass_exactly_inside_their_ranges()
        => Gen.Select(Gen.Int[-20, 20], Gen.OneOf(Gen.Int[-5, 5], Gen.Int[86_390, 86_410], Gen.Int)).Sample((validators, deadline) =>
        {
            var passes = JobRequestRules.Problem(Right with { Validators = validators, DeadlineSeconds = deadline }, Limit) is null;
            Assert.Equal(validators is >= 0 and <= 8 && deadline is >= 1 and <= 86_400, passes);
        });
}
