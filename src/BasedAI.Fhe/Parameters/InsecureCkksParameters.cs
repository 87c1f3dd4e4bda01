namespace BasedAI.Fhe;

/// <summary>
/// The only way to parameters without security: toy sets for tests and teaching. What is encrypted under them can be read by anyone
/// with patience; never let a user's data near it.
/// </summary>
public static class InsecureCkksParameters
{
    /// <summary>Creates a set for which nothing is claimed. <see cref="CkksParametersLiteral.RequiredSecurity"/> must say None.</summary>
    /// <exception cref="FheParameterException">The literal is wrong in a way other than being insecure.</exception>
    public static CkksParameters CreateInsecure(CkksParametersLiteral literal)
    {
        ArgumentNullException.ThrowIfNull(literal);
        var failure = CkksParametersBuilder.TryBuild(literal, isInsecureAllowed: true, out var parameters);
        return parameters ?? throw new FheParameterException(failure.Error, failure.Message);
    }
}
