namespace BasedAI.Storage;

/// <summary>One write waiting for the writer thread.</summary>
internal sealed class StateWrite(StateKey key, byte[]? payload, long? expectedVersion)
{
    public StateKey Key { get; } = key;

    public byte[]? Payload { get; } = payload;

    public long? ExpectedVersion { get; } = expectedVersion;

    /// <summary>Set inside the transaction; null means another writer was first.</summary>
    public long? NewVersion { get; set; }

    public TaskCompletionSource<long?> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
