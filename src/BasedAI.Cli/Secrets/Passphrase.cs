using BasedAI.Client;

namespace BasedAI.Cli;

/// <summary>Where the passphrase of a key file comes from: the variable the user names, or the keyboard. Never an argument, which other users could see.</summary>
internal static class Passphrase
{
    /// <summary>Opens a key file; the passphrase is wiped afterwards.</summary>
    public static ClientKeyRing Open(CliContext context, string path, string? variable)
    {
        if (!File.Exists(path))
            throw new KeyFileException(KeyFileError.Missing, $"There is no key file '{path}'. Make one with 'based keys new {path}'.");
        var passphrase = Get(context, variable, $"Passphrase of {Path.GetFileName(path)}: ");
        try
        {
            WarnIfOpen(context, path);
            return ClientKeyRing.Load(path, passphrase);
        }
        finally
        {
            Array.Clear(passphrase);
        }
    }

    /// <summary>Asks for a new passphrase, twice where it is typed.</summary>
    public static char[] Choose(CliContext context, string? variable)
    {
        var first = Get(context, variable, "New passphrase: ");
        if (variable is not null) return first;
        var second = Get(context, null, "The same again: ");
        var isSame = first.AsSpan().SequenceEqual(second);
        Array.Clear(second);
        if (isSame) return first;
        Array.Clear(first);
        throw new CliException(ExitCodes.KeyFile, "The two passphrases differ; nothing was written.");
    }

    private static char[] Get(CliContext context, string? variable, string prompt)
    {
        if (variable is not null)
        {
            return context.Variable(variable) is { Length: > 0 } value
                ? value.ToCharArray()
                : throw new CliException(ExitCodes.KeyFile, $"The environment variable {variable}, named by --passphrase-env, is empty or not set.");
        }

        return context.ReadSecret(prompt) switch
        {
            null => throw new CliException(
                ExitCodes.KeyFile, "A passphrase is needed and nobody can type one here: put it into an environment variable and name it with --passphrase-env."),
            { Length: 0 } => throw new CliException(ExitCodes.KeyFile, "The passphrase is empty."),
            var typed => typed,
        };
    }

    private static void WarnIfOpen(CliContext context, string path)
    {
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if ((File.GetUnixFileMode(path) & others) != 0)
            context.Error.WriteLine($"warning: other users can read or write '{path}': chmod 600 it.");
    }
}
