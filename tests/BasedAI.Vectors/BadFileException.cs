using BasedAI.Fhe.Seal;

namespace BasedAI.Vectors;

/// <summary>A file that is not there, cannot be read or written, or does not hold what it should; the message names it.</summary>
internal sealed class BadFileException(string message, Exception inner) : Exception(message, inner)
{
    /// <summary>Reads one object that fills a file.</summary>
    public static T Wrap<T>(string path, Func<Stream, T> read)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var result = read(stream);
            if (stream.Position == stream.Length) return result;
            (result as IDisposable)?.Dispose();
            throw new SealFormatException(SealFormatError.TrailingBytes, $"{stream.Length - stream.Position} bytes follow the object.");
        }
        catch (SealFormatException exception)
        {
            throw new BadFileException($"{path}: {exception.Reason}. {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new BadFileException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a file.</summary>
    public static void Write(string path, byte[] bytes)
    {
        try
        {
            File.WriteAllBytes(path, bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new BadFileException($"{path}: {exception.Message}", exception);
        }
    }
}
