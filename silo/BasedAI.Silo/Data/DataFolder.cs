using System.Text.Json;

namespace BasedAI.Silo;

/// <summary>
/// A node's data folder: <c>node.lock</c> (held for the process's life), <c>operator.token</c>, <c>node.json</c> while the node runs,
/// <c>grains.db</c>, <c>reminders.db</c>, <c>blobs/</c>, <c>tmp/</c>.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream heldLock, string operatorToken)
    {
        Path = path;
        _lock = heldLock;
        OperatorToken = operatorToken;
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The operator's token; never logged.</summary>
    public string OperatorToken { get; }

    /// <summary>The SQLite file of grain states.</summary>
    public string GrainsFile => System.IO.Path.Combine(Path, "grains.db");

    /// <summary>The SQLite file of reminders.</summary>
    public string RemindersFile => System.IO.Path.Combine(Path, "reminders.db");

    private string NodeFile => NodeFileOf(Path);

    /// <summary>Opens the folder, creating it where it is new, and takes its lock.</summary>
    /// <exception cref="NodeStartException">Another node has it, or it cannot be used.</exception>
    public static DataFolder Open(string path)
    {
        FileStream? heldLock = null;
        try
        {
            var full = System.IO.Path.GetFullPath(path);
            Create(full);
            heldLock = TakeLock(full);
            // Whatever an earlier process left, it is not running: the lock says so.
            File.Delete(NodeFileOf(full));
            var token = OperatorTokenFile.ReadOrCreate(System.IO.Path.Combine(full, "operator.token"));
            return new DataFolder(full, heldLock, token);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            heldLock?.Dispose();
            throw new NodeStartException(
                ExitCodes.DataFolder,
                $"the data folder {path} cannot be used: {exception.Message} It must be a folder this user may write to.",
                exception);
        }
        catch
        {
            heldLock?.Dispose();
            throw;
        }
    }

    /// <summary>Tells clients on this machine where the node is. The file appears whole or not at all.</summary>
    public void Announce(string url)
    {
        var temporary = NodeFile + ".new";
        using (var file = File.Create(temporary))
        using (var json = new Utf8JsonWriter(file))
        {
            json.WriteStartObject();
            json.WriteString("url", url);
            json.WriteNumber("pid", Environment.ProcessId);
            json.WriteString("startedAt", DateTimeOffset.UtcNow);
            json.WriteEndObject();
        }

        File.Move(temporary, NodeFile, overwrite: true);
    }

    /// <summary>The node stops: nobody should come here any more.</summary>
    public void Withdraw() => File.Delete(NodeFile);

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => _lock.Dispose();

    private static string NodeFileOf(string folder) => System.IO.Path.Combine(folder, "node.json");

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly);
    }

    private static FileStream TakeLock(string folder)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(folder, "node.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsSharingViolation(exception))
        {
            throw new NodeStartException(
                ExitCodes.DataFolder,
                $"the data folder {folder} is in use by another node{Holder(folder)}. Stop that one, or give this one another --data.",
                exception);
        }
    }

    // EWOULDBLOCK of flock on Linux and macOS; ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharingViolation(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string Holder(string folder)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(NodeFileOf(folder)));
            return $" (process {document.RootElement.GetProperty("pid").GetInt32()}, {document.RootElement.GetProperty("url").GetString()})";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // It is only a hint: a node that still starts has no file yet.
            return "";
        }
    }
}
