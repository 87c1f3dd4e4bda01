using System.Runtime.InteropServices;

namespace BasedAI.Cli;

/// <summary>Finds the node program: BASEDAI_SILO, then <c>silo/</c> beside this program, then the build's folder of it.</summary>
internal static class SiloLocator
{
    public const string Variable = "BASEDAI_SILO";
    private const string Assembly = "BasedAI.Silo.dll";

    /// <summary>The program's path, or null where there is none.</summary>
    public static string? TryFind(CliContext context)
    {
        if (context.Variable(Variable) is { Length: > 0 } named)
        {
            var path = Directory.Exists(named) ? Path.Combine(named, Assembly) : named;
            return File.Exists(path)
                ? Path.GetFullPath(path)
                : throw new CliException(ExitCodes.Unreachable, $"{Variable} is '{named}'; there is no node program there. Name {Assembly} or its folder.");
        }

        var here = AppContext.BaseDirectory;
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(here));
        string[] places = [Path.Combine(here, "silo", Assembly), Path.Combine(here, "..", "..", "BasedAI.Silo", configuration, Assembly)];
        return places.Where(File.Exists).Select(Path.GetFullPath).FirstOrDefault();
    }

    public static string Find(CliContext context) => TryFind(context)
        ?? throw new CliException(ExitCodes.Unreachable, $"The node program {Assembly} is not beside this one. Build the solution, or name the program in {Variable}.");

    /// <summary>How to start it: the program, and the arguments that come first.</summary>
    public static (string FileName, string[] First) CommandOf(string path)
    {
        if (!path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) return (path, []);
        // The runtime this process runs on: .../dotnet/shared/Microsoft.NETCore.App/10.0.0/
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return (File.Exists(host) ? host : "dotnet", [path]);
    }
}
