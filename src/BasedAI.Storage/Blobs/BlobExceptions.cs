namespace BasedAI.Storage;

/// <summary>The bytes have another digest or length than they were announced with.</summary>
public sealed class BlobMismatchException(string message) : IOException(message);

/// <summary>A blob is longer than the store takes.</summary>
public sealed class BlobTooLargeException(string message) : IOException(message);

/// <summary>A blob that is needed is not in the store.</summary>
public sealed class BlobNotFoundException(string message) : IOException(message);

/// <summary>A stored blob no longer has the digest it is named by.</summary>
public sealed class BlobCorruptException(string message) : IOException(message);
