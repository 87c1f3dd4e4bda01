using BasedAI.Client;

namespace BasedAI.Cli;

/// <summary>Clients as this program wants them: with a folder for public model files.</summary>
internal static class ClientFactory
{
    public const string CacheVariable = "BASEDAI_CACHE";

    public static BasedClient Create(CliContext context, Uri node)
    {
        try
        {
            return new BasedClient(new BasedClientOptions { Node = node, CacheFolder = CacheFolder(context) });
        }
        catch (ArgumentException exception)
        {
            throw CliException.BadInput(exception.Message.Split(" (Parameter", 2)[0]);
        }
    }

    private static string? CacheFolder(CliContext context)
    {
        if (context.Variable(CacheVariable) is { Length: > 0 } named) return named;
        if (OperatingSystem.IsWindows()) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "BasedAI", "cache");
        if (context.Variable("XDG_CACHE_HOME") is ['/', ..] cache) return Path.Combine(cache, "basedai");
        return context.Variable("HOME") is ['/', ..] home ? Path.Combine(home, ".cache", "basedai") : null;
    }
}
