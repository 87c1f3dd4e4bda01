using System.Text.RegularExpressions;

namespace BasedAI.Architecture.Tests;

/// <summary>Secrets have a type and a place: no project that runs on other people's machines may name them.</summary>
public sealed partial class SecretTests
{
    private static readonly string[] ServerFolders =
    [
        "src/BasedAI.Cerberus", "src/BasedAI.Grains", "src/BasedAI.Grains.Abstractions", "src/BasedAI.Storage", "src/BasedAI.Gateway", "silo",
    ];

    [Fact]
    public void Server_projects_do_not_name_secret_key_types()
    {
        var found = Repository.Sources(ServerFolders)
            .SelectMany(path => File.ReadLines(path).Select((line, i) => (path, line, number: i + 1)))
            .Where(l => SecretType().IsMatch(l.line))
            .Select(l => $"{Repository.Relative(l.path)}:{l.number}: {l.line.Trim()}")
            .ToArray();
        Assert.True(found.Length == 0, "A server project names a secret-key type:\n" + string.Join('\n', found));
    }

    [Fact]
    public void Every_server_project_is_under_the_banned_symbol_list()
    {
        var targets = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.targets"));
        foreach (var name in Repository.Projects(ServerFolders).Keys)
            Assert.Contains($"'{name}'", targets, StringComparison.Ordinal);
        var banned = File.ReadAllText(Path.Combine(Repository.Root, "src/BannedSymbols.Server.txt"));
        foreach (var type in (string[])["SecretKey", "KeyGenerator", "Decryptor", "SymmetricEncryptor", "SecretKeySerializer"])
        {
            Assert.Contains($"T:BasedAI.Fhe.{type};", banned, StringComparison.Ordinal);
            var declared = Repository.Sources("src/BasedAI.Fhe").Any(path => Path.GetFileName(path) == type + ".cs");
            Assert.True(declared, $"{type} is banned but no such file is in BasedAI.Fhe: was it renamed?");
        }
    }

    [GeneratedRegex(@"\b(SecretKey|KeyGenerator|Decryptor|SymmetricEncryptor|SecretKeySerializer)\b")]
    private static partial Regex SecretType();
}
