using BasedAI.Protocol;

namespace BasedAI.Storage;

/// <summary>
/// Content-addressed storage of ciphertexts, evaluation keys, plans and model files. A blob is either wholly there under the SHA-256 of its
/// bytes or not there at all, and never changes. Safe for concurrent use, also on the same blob.
/// </summary>
public interface IBlobStore
{
    /// <summary>The longest blob the store takes, in bytes.</summary>
    long MaxBlobBytes { get; }

    /// <summary>Stores <paramref name="content"/> durably. Where the blob is there already, nothing is read from the stream.</summary>
    /// <param name="sha256">The announced SHA-256, 64 lower-case hexadecimal digits.</param>
    /// <param name="length">The announced length in bytes, 1 … <see cref="MaxBlobBytes"/>.</param>
    /// <param name="content">The bytes, read once from the current position through a buffer of bounded size.</param>
    /// <param name="cancellationToken">Ends the transfer; nothing is kept.</param>
    /// <exception cref="BlobMismatchException">The bytes have another digest or length than announced; nothing is kept.</exception>
    /// <exception cref="BlobTooLargeException"><paramref name="length"/> is above <see cref="MaxBlobBytes"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="sha256"/> has not the form of a digest, or <paramref name="length"/> is not
    /// positive.</exception>
    Task<BlobPutResult> Put(string sha256, long length, Stream content, CancellationToken cancellationToken = default);

    /// <summary>Opens a blob for reading from its start (seekable), or null where it is not there.</summary>
    Stream? OpenRead(string sha256);

    /// <summary>The blob's length in bytes, or null where it is not there.</summary>
    long? GetLength(string sha256);

    /// <summary>Whether the blob is there.</summary>
    bool Exists(string sha256) => GetLength(sha256) is not null;

    /// <summary>
    /// Opens a blob for a reader that acts on its content: the stored bytes are hashed first, so that damage on disk shows here and not as
    /// a wrong result. Blocks while hashing.
    /// </summary>
    /// <exception cref="BlobNotFoundException">The blob is not there.</exception>
    /// <exception cref="BlobCorruptException">The stored bytes no longer have the digest they are named by.</exception>
    /// <exception cref="BlobMismatchException">The reference states another length than the blob has.</exception>
    Stream OpenVerified(BlobRef reference, CancellationToken cancellationToken = default);
}

/// <summary>What a <see cref="IBlobStore.Put"/> did.</summary>
public enum BlobPutResult
{
    /// <summary>The blob is new and now durable.</summary>
    Created = 0,

    /// <summary>The blob was there already.</summary>
    AlreadyThere = 1,
}
