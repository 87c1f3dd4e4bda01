namespace BasedAI.Fhe.Seal.Tests;

/// <summary>The checkout this test runs in, and the files beside the tests.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A committed file of objects.</summary>
    public static byte[] Golden(string maker, string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", maker, name));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BasedAI.Orleans.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("BasedAI.Orleans.sln was not found above the test assembly; run the tests from a checkout.");
    }
}
