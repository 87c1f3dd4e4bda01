using System.Reflection;
using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

public sealed class ErrorStatusTests
{
    [Fact]
    public void Every_code_but_internal_has_a_status_of_its_own_choice()
    {
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).ToArray();
        Assert.True(codes.Length > 15);
        Assert.Equal([ErrorCodes.Internal], codes.Where(code => ErrorStatus.Of(code) == 500));
    }

    [Theory]
    [InlineData(ErrorCodes.BadRequest, 400)]
    [InlineData(ErrorCodes.BlobMismatch, 400)]
    [InlineData(ErrorCodes.Unauthorized, 401)]
    [InlineData(ErrorCodes.UnknownJob, 404)]
    [InlineData(ErrorCodes.PlanMismatch, 409)]
    [InlineData(ErrorCodes.RoleFull, 409)]
    [InlineData(ErrorCodes.BlobTooLarge, 413)]
    [InlineData(ErrorCodes.Busy, 429)]
    [InlineData("never heard of", 500)]
    public void Statuses_are_those_of_the_contract(string code, int status) => Assert.Equal(status, ErrorStatus.Of(code));
}
