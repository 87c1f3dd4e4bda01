using System.Globalization;
using Orleans.Storage;

namespace BasedAI.Storage;

/// <summary>
/// Orleans grain storage on a <see cref="SqliteStateStore"/>. The ETag is the version; a writer whose ETag is no longer current gets an
/// <see cref="InconsistentStateException"/>, on which the runtime lets the activation go. Payloads are in the Orleans serializer's binary
/// form: members are found by their [Id], so that a newer type reads what an older one wrote and the reverse.
/// </summary>
public sealed class SqliteGrainStorage : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly SqliteStateStore _store;
    private readonly OrleansGrainStorageSerializer _serializer;
    private readonly string _serviceId;

    /// <summary>Creates the provider; it owns <paramref name="store"/>.</summary>
    public SqliteGrainStorage(SqliteStateStore store, OrleansGrainStorageSerializer serializer, string serviceId)
    {
        _store = store;
        _serializer = serializer;
        _serviceId = serviceId;
    }

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = _store.Read(Key(stateName, grainId));
        grainState.ETag = stored is { } found ? found.Version.ToString(CultureInfo.InvariantCulture) : null;
        grainState.RecordExists = stored?.Payload is not null;
        grainState.State = stored?.Payload is { } payload
            ? _serializer.Deserialize<T>(new BinaryData(payload))
            : Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        => Write(stateName, grainId, grainState, _serializer.Serialize(grainState.State).ToArray());

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Write(stateName, grainId, grainState, payload: null);
        grainState.State = Activator.CreateInstance<T>();
    }

    /// <summary>Drains the store after every grain is gone: storage starts before the grains and stops after them.</summary>
    public void Participate(ISiloLifecycle lifecycle)
        => lifecycle.Subscribe(
            nameof(SqliteGrainStorage),
            ServiceLifecycleStage.RuntimeStorageServices,
            static _ => Task.CompletedTask,
            _ =>
            {
                _store.Dispose();
                return Task.CompletedTask;
            });

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private async Task Write<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[]? payload)
    {
        var key = Key(stateName, grainId);
        var expected = grainState.ETag is { } etag ? long.Parse(etag, CultureInfo.InvariantCulture) : (long?)null;
        var version = await _store.Write(key, payload, expected);
        if (version is not { } current)
        {
            var stored = _store.Read(key)?.Version.ToString(CultureInfo.InvariantCulture) ?? "none";
            throw new InconsistentStateException(
                $"State '{stateName}' of {grainId} was written by another activation: it has version {stored}, "
                + $"this one holds {grainState.ETag ?? "none"}.",
                stored,
                grainState.ETag ?? "none");
        }

        grainState.ETag = current.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = payload is not null;
    }

    private StateKey Key(string stateName, GrainId grainId) => new(_serviceId, grainId.ToString(), stateName);
}
