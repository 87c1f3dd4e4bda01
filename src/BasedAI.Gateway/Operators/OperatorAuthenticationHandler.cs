using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using BasedAI.Protocol;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BasedAI.Gateway;

/// <summary>
/// The operator's scheme: <c>Authorization: Bearer TOKEN</c>, or HTTP Basic with user <c>operator</c> and the token as password (which a browser
/// can ask for). Digests are compared in constant time, so neither the token nor its length shows in the time an answer takes.
/// </summary>
internal sealed class OperatorAuthenticationHandler(GatewayOptions options, ILogger<OperatorAuthenticationHandler> logger) : IAuthenticationHandler
{
    private HttpContext _context = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync()
    {
        var header = _context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (TokenOf(header) is { } token && Matches(token, options.OperatorToken))
        {
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, OperatorPolicy.User)], OperatorPolicy.Scheme);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), OperatorPolicy.Scheme)));
        }

        GatewayLog.WrongToken(logger, _context.Request.Path);
        return Task.FromResult(AuthenticateResult.Fail("wrong operator token"));
    }

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        _context.Response.Headers.WWWAuthenticate = "Basic realm=\"BasedAI operator\", charset=\"UTF-8\"";
        return ApiErrorMiddleware.Write(_context, new Refusal(
            ErrorCodes.Unauthorized,
            "This needs the operator's token, the content of operator.token in the node's data folder: "
            + "Authorization: Bearer TOKEN, or HTTP Basic with user 'operator'."));
    }

    public Task ForbidAsync(AuthenticationProperties? properties) => ChallengeAsync(properties);

    internal static string? TokenOf(string header)
    {
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return header["Bearer ".Length..].Trim();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var encoded = header["Basic ".Length..].Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
            return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair.StartsWith(OperatorPolicy.User + ":", StringComparison.Ordinal) ? pair[(OperatorPolicy.User.Length + 1)..] : null;
    }

    internal static bool Matches(string given, string expected)
    {
        Span<byte> left = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> right = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), left);
        SHA256.HashData(Encoding.UTF8.GetBytes(expected), right);
        return CryptographicOperations.FixedTimeEquals(left, right);
    }
}
