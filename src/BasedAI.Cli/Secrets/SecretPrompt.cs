namespace BasedAI.Cli;

/// <summary>Reads a passphrase from the keyboard without showing it.</summary>
internal static class SecretPrompt
{
    private const int MaxLength = 1024;

    public static char[]? Read(string prompt)
    {
        if (Console.IsInputRedirected) return null;
        Console.Error.Write(prompt);
        var typed = GC.AllocateArray<char>(MaxLength, pinned: true);
        var length = 0;
        try
        {
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                if (key.Key == ConsoleKey.Enter) break;
                if (key.Key == ConsoleKey.Backspace) length = Math.Max(0, length - 1);
                else if (!char.IsControl(key.KeyChar) && length < MaxLength) typed[length++] = key.KeyChar;
            }

            return typed.AsSpan(0, length).ToArray();
        }
        finally
        {
            Array.Clear(typed);
            Console.Error.WriteLine();
        }
    }
}
