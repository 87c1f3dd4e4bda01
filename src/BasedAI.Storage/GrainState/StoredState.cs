namespace BasedAI.Storage;

/// <summary>Where a grain's state lies.</summary>
/// <param name="ServiceId">The cluster's service id.</param>
/// <param name="GrainId">The grain, as text.</param>
/// <param name="StateName">The state's name within the grain.</param>
public readonly record struct StateKey(string ServiceId, string GrainId, string StateName);

/// <summary>A stored state.</summary>
/// <param name="Payload">Its bytes, or null where it was cleared.</param>
/// <param name="Version">1 at the first write, one more with every write or clear.</param>
public readonly record struct StoredState(byte[]? Payload, long Version);
