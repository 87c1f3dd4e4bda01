using System.Buffers;
using System.Security.Cryptography;
using BasedAI.Protocol;

namespace BasedAI.Storage;

/// <summary>
/// Blobs as files: <c>blobs/ab/abcdef…</c> below the folder, written as <c>tmp/…</c> first, then fsync, then renamed. A crash leaves at
/// most files in <c>tmp</c>, which the next start removes. One process owns the folder.
/// </summary>
public sealed class FileBlobStore : IBlobStore
{
    /// <summary>Longest blob by default: 1 GiB.</summary>
    public const long DefaultMaxBlobBytes = 1L << 30;

    private const int BufferBytes = 128 * 1024;
    private readonly string _blobs;
    private readonly string _temporary;

    /// <summary>Opens the store, creating the folder where it is new.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="maxBlobBytes">The longest blob to take, in bytes, at least 1.</param>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    public FileBlobStore(string folder, long maxBlobBytes = DefaultMaxBlobBytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBlobBytes, 1);
        MaxBlobBytes = maxBlobBytes;
        _blobs = Path.Combine(Path.GetFullPath(folder), "blobs");
        _temporary = Path.Combine(Path.GetFullPath(folder), "tmp");
        Directory.CreateDirectory(_blobs);
        Directory.CreateDirectory(_temporary);
        foreach (var leftover in Directory.EnumerateFiles(_temporary))
            File.Delete(leftover);
    }

    /// <inheritdoc/>
    public long MaxBlobBytes { get; }

    /// <inheritdoc/>
    public async Task<BlobPutResult> Put(string sha256, long length, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var target = PathOf(sha256);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (length > MaxBlobBytes)
            throw new BlobTooLargeException($"The blob is {length} bytes long; this store takes at most {MaxBlobBytes}.");
        if (GetLength(sha256) is { } stored)
        {
            return stored == length
                ? BlobPutResult.AlreadyThere
                : throw new BlobMismatchException($"Blob {sha256} is {stored} bytes long, {length} were announced.");
        }

        var temporary = Path.Combine(_temporary, Guid.NewGuid().ToString("N"));
        try
        {
            await Receive(temporary, sha256, length, content, cancellationToken).ConfigureAwait(false);
            var folder = Path.GetDirectoryName(target)!;
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
                DurableFolder.Flush(_blobs);
            }

            // Two writers of the same blob rename the same bytes onto the same name: whoever is last changes nothing.
            File.Move(temporary, target, overwrite: true);
            DurableFolder.Flush(folder);
            return BlobPutResult.Created;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public Stream? OpenRead(string sha256)
    {
        try
        {
            return new FileStream(PathOf(sha256), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public long? GetLength(string sha256)
    {
        var file = new FileInfo(PathOf(sha256));
        return file.Exists ? file.Length : null;
    }

    /// <inheritdoc/>
    public Stream OpenVerified(BlobRef reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var stream = OpenRead(reference.Sha256)
            ?? throw new BlobNotFoundException($"Blob {reference.Sha256} ({reference.MediaType}) is not in the store; upload it first.");
        try
        {
            var digest = Hash(stream, cancellationToken);
            if (digest != reference.Sha256)
            {
                throw new BlobCorruptException(
                    $"Blob {reference.Sha256} is damaged on disk: its bytes now have digest {digest}. "
                    + "Delete the file and upload it again.");
            }

            if (stream.Length != reference.Length)
                throw new BlobMismatchException(
                    $"Blob {reference.Sha256} is {stream.Length} bytes long, the reference says {reference.Length}.");
            stream.Position = 0;
            return new BufferedStream(stream, BufferBytes);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static async Task Receive(string path, string sha256, long length, Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using var closing = file.ConfigureAwait(false);
            var total = 0L;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                total += read;
                if (total > length)
                    throw new BlobMismatchException($"The content is longer than the announced {length} bytes.");
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            if (total != length)
                throw new BlobMismatchException($"The content ended after {total} bytes, {length} were announced.");
            var digest = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (digest != sha256)
                throw new BlobMismatchException($"The content has SHA-256 {digest}, {sha256} was announced.");
            file.Flush(flushToDisk: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Hash(Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = stream.Read(buffer, 0, buffer.Length)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private string PathOf(string sha256)
        => BlobRef.IsSha256(sha256)
            ? Path.Combine(_blobs, sha256[..2], sha256)
            : throw new ArgumentException("A blob's name is 64 lower-case hexadecimal digits.", nameof(sha256));
}
