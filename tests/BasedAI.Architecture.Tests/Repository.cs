using System.Xml.Linq;

namespace BasedAI.Architecture.Tests;

/// <summary>The checkout this test runs in, read as files.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every project below <paramref name="folders"/>, by name.</summary>
    public static IReadOnlyDictionary<string, string> Projects(params string[] folders)
        => folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);

    /// <summary>Names of the projects that <paramref name="projectFile"/> links against (build-order references do not count).</summary>
    public static string[] References(string projectFile)
        => XDocument.Load(projectFile).Descendants("ProjectReference")
            .Where(r => !string.Equals((string?)r.Attribute("ReferenceOutputAssembly"), "false", StringComparison.OrdinalIgnoreCase))
            .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')))
            .ToArray();

    /// <summary>Every C# file below <paramref name="folders"/> that is not generated.</summary>
    public static IEnumerable<string> Sources(params string[] folders)
        => folders
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BasedAI.Orleans.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("BasedAI.Orleans.sln was not found above the test assembly; run the tests from a checkout.");
    }
}
