namespace BasedAI.Storage;

/// <summary>A database file has a schema this build cannot work with.</summary>
public sealed class StorageSchemaException(string message) : Exception(message);
