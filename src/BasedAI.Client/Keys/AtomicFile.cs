namespace BasedAI.Client;

/// <summary>Writes a file so that its name holds either the old content or the new, never a part: temporary file, flush to the disk, rename.</summary>
internal static class AtomicFile
{
    /// <summary>Writes.</summary>
    /// <exception cref="IOException">The folder is missing or full, or the file exists and may not be overwritten.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool overwrite, bool isPrivate)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (isPrivate && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
