namespace BasedAI.Training.Tests;

/// <summary>Where the repository's models and, beside the repository, the data are.</summary>
internal static class RepositoryFiles
{
    public static string ModelFolder => Model("sentiment-mini");

    public static string Model(string name) => Path.Combine(Root, "silo", "models", name);

    /// <summary>BASEDAI_DATA, or shared/data beside the repository; null if sst2/dev.tsv is not there.</summary>
    public static string? DataDirectory
    {
        get
        {
            var directory = Environment.GetEnvironmentVariable("BASEDAI_DATA") ?? Path.Combine(Root, "..", "shared", "data");
            return File.Exists(Path.Combine(directory, "sst2", "dev.tsv")) ? directory : null;
        }
    }

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "BasedAI.Orleans.sln")))
            directory = directory.Parent;
        return directory?.FullName
            ?? throw new DirectoryNotFoundException("The tests run inside the repository: BasedAI.Orleans.sln was not found above them.");
    }
}
