using System.Security.Cryptography;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>
/// Keeps a model's public files between runs: one file per blob, named by its SHA-256, verified at every use, so that a damaged or foreign file is
/// fetched again. A folder that cannot be read or written only costs the download.
/// </summary>
internal sealed class PublicFileCache(BasedClient client)
{
    public async Task<byte[]> GetAsync(BlobRef blob, CancellationToken cancellationToken)
    {
        var maxBytes = client.Options.MaxModelFileBytes;
        if (client.Options.CacheFolder is not { } folder || blob.Problem(maxBytes) is not null)
            return await client.DownloadAsync(blob, maxBytes, cancellationToken).ConfigureAwait(false);
        var path = Path.Combine(folder, blob.Sha256);
        if (await TryReadAsync(path, blob, cancellationToken).ConfigureAwait(false) is { } kept) return kept;
        var bytes = await client.DownloadAsync(blob, maxBytes, cancellationToken).ConfigureAwait(false);
        TryWrite(folder, path, bytes);
        return bytes;
    }

    private static async Task<byte[]?> TryReadAsync(string path, BlobRef blob, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length != blob.Length) return null;
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            return Convert.ToHexStringLower(SHA256.HashData(bytes)) == blob.Sha256 ? bytes : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void TryWrite(string folder, string path, byte[] bytes)
    {
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(path, bytes, overwrite: true, isPrivate: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next run downloads again.
        }
    }
}
