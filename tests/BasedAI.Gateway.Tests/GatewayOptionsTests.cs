namespace BasedAI.Gateway.Tests;

public sealed class GatewayOptionsTests
{
    private static readonly GatewayOptions Right = new() { OperatorToken = "0123456789abcdef" };

    [Fact]
    public void Defaults_are_right() => Assert.Null(Right.Problem());

    [Fact]
    public void Each_option_is_checked_and_named()
    {
        (string Name, GatewayOptions Options)[] wrong =
        [
            (nameof(GatewayOptions.OperatorToken), Right with { OperatorToken = "short" }),
            (nameof(GatewayOptions.MaxBlobBytes), Right with { MaxBlobBytes = 0 }),
            (nameof(GatewayOptions.MaxConcurrentUploads), Right with { MaxConcurrentUploads = 0 }),
            (nameof(GatewayOptions.UploadPatience), Right with { UploadPatience = TimeSpan.FromSeconds(61) }),
            (nameof(GatewayOptions.MinUploadBytesPerSecond), Right with { MinUploadBytesPerSecond = double.NaN }),
            (nameof(GatewayOptions.UploadGrace), Right with { UploadGrace = TimeSpan.Zero }),
            (nameof(GatewayOptions.MaxLongPolls), Right with { MaxLongPolls = 0 }),
        ];
        foreach (var (name, options) in wrong)
            Assert.StartsWith(name, options.Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_token_is_in_no_text()
    {
        Assert.DoesNotContain("short", (Right with { OperatorToken = "short" }).Problem()!, StringComparison.Ordinal);
        Assert.DoesNotContain(Right.OperatorToken, Right.ToString(), StringComparison.Ordinal);
    }
}
