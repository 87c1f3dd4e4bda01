using System.Text;

namespace BasedAI.Gateway.Tests;

public sealed class OperatorAuthenticationTests
{
    [Theory]
    [InlineData("Bearer abc", "abc")]
    [InlineData("bearer abc ", "abc")]
    [InlineData("Digest abc", null)]
    [InlineData("Basic !!!", null)]
    [InlineData("Basic", null)]
    [InlineData("", null)]
    public void A_token_is_read_from_its_header(string header, string? token)
        => Assert.Equal(token, OperatorAuthenticationHandler.TokenOf(header));

    [Theory]
    [InlineData("operator:abc", "abc")]
    [InlineData("operator:a:b", "a:b")]
    [InlineData("root:abc", null)]
    [InlineData("operator", null)]
    public void Basic_takes_the_user_operator_alone(string pair, string? token)
        => Assert.Equal(token, OperatorAuthenticationHandler.TokenOf("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))));

    [Theory]
    [InlineData("0123456789abcdef", true)]
    [InlineData("0123456789abcdeF", false)]
    [InlineData("0123456789abcde", false)]
    [InlineData("", false)]
    public void Only_the_whole_token_matches(string given, bool matches)
        => Assert.Equal(matches, OperatorAuthenticationHandler.Matches(given, "0123456789abcdef"));
}
