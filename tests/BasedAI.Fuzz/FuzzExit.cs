namespace BasedAI.Fuzz;

/// <summary>Exit codes.</summary>
internal static class FuzzExit
{
    public const int Clean = 0;
    public const int Findings = 1;
    public const int WrongArguments = 2;
}
