namespace BasedAI.Gateway;

/// <summary>Names of the operator's authentication.</summary>
public static class OperatorPolicy
{
    /// <summary>The authorization policy for endpoints that only the operator may use: <c>.RequireAuthorization(OperatorPolicy.Name)</c>.</summary>
    public const string Name = "operator";

    /// <summary>The authentication scheme.</summary>
    public const string Scheme = "operator";

    /// <summary>The user name in HTTP Basic.</summary>
    public const string User = "operator";
}
