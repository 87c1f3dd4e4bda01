using System.Diagnostics;

namespace BasedAI.Cli;

/// <summary>Reads a child's output so that it never blocks, and keeps the last lines of its errors.</summary>
internal sealed class OutputTail
{
    private const int MaxLines = 20;
    private const int MaxLineLength = 200;

    private readonly Queue<string> _lines = new();
    private readonly Task _reading;

    public OutputTail(Process process) => _reading = Task.WhenAll(DrainAsync(process.StandardOutput, keep: false), DrainAsync(process.StandardError, keep: true));

    /// <summary>Waits, a little, until everything has been read.</summary>
    public async Task EndAsync()
    {
        try
        {
            await _reading.WaitAsync(TimeSpan.FromSeconds(2));
        }
        catch (TimeoutException)
        {
            // A grandchild holds the pipe open; what was read is enough.
        }
    }

    public override string ToString()
    {
        lock (_lines) return _lines.Count == 0 ? " It wrote no reason." : $" Its last words:\n  {string.Join("\n  ", _lines)}";
    }

    private async Task DrainAsync(StreamReader reader, bool keep)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (!keep || line.Length == 0) continue;
            lock (_lines)
            {
                _lines.Enqueue(ShownText.OneLine(line, MaxLineLength));
                if (_lines.Count > MaxLines) _lines.Dequeue();
            }
        }
    }
}
