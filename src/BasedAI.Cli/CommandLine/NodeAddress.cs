namespace BasedAI.Cli;

/// <summary>Where the node is: option, environment, default, in this order.</summary>
internal static class NodeAddress
{
    public const string Variable = "BASEDAI_NODE";
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>The address the user names, or null where none is named.</summary>
    public static Uri? Named(CliContext context, string? option)
    {
        var (text, origin) = option is not null ? (option, "--node") : (context.Variable(Variable), Variable);
        if (string.IsNullOrWhiteSpace(text)) return option is null ? null : throw CliException.BadInput("--node is empty; give an address such as " + Default + ".");
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            ? uri
            : throw CliException.BadInput($"{origin} is '{text}'; it must be an http or https address such as {Default}.");
    }

    /// <summary>The address to use.</summary>
    public static Uri Of(CliContext context, string? option) => Named(context, option) ?? new Uri(Default);
}
