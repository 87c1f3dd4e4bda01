namespace BasedAI.Fhe.Seal;

/// <summary>
/// The only way to SEAL parameters without security: toy sets for tests, and files whose makers turned SEAL's own check off. What is encrypted under them
/// can be read by anyone with patience.
/// </summary>
public static class InsecureSealContext
{
    /// <summary>Judges parameters as <see cref="SealContext.Create"/> does, but for their security.</summary>
    /// <exception cref="FheParameterException">The parameters are wrong in a way other than being insecure.</exception>
    public static SealContext CreateInsecure(SealEncryptionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var failure = SealContext.Check(parameters, isInsecureAllowed: true);
        return failure.Error == ParameterError.None ? new SealContext(parameters) : throw new FheParameterException(failure.Error, failure.Message);
    }
}
