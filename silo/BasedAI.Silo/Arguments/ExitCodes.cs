namespace BasedAI.Silo;

/// <summary>How the process ends. Service units and scripts rely on these numbers.</summary>
internal static class ExitCodes
{
    /// <summary>A clean stop.</summary>
    public const int Success = 0;

    /// <summary>The node could not start or failed.</summary>
    public const int Failure = 1;

    /// <summary>The arguments are wrong.</summary>
    public const int WrongArguments = 2;

    /// <summary>The data folder is in use by another node, or cannot be used.</summary>
    public const int DataFolder = 3;
}
