using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace BasedAI.Storage;

/// <summary>
/// Versioned grain states in one SQLite file. One thread writes: it takes whatever is waiting (up to <see cref="MaxBatch"/>), commits it as
/// one transaction with one fsync, and only then acknowledges, so that throughput grows with the number of callers and a killed process
/// loses nothing it acknowledged. Reads go through their own connections and never wait for the writer. Several stores, also of several
/// processes, may share a file.
/// </summary>
public sealed class SqliteStateStore : IDisposable
{
    /// <summary>Most writes in one transaction.</summary>
    public const int MaxBatch = 512;

    private const int SchemaVersion = 1;
    private const int QueueCapacity = 8192;
    private const int MaxIdleReaders = 4;

    private const string Schema =
        $"""
        CREATE TABLE IF NOT EXISTS {StorageNames.GrainStateTable}(
            Id INTEGER PRIMARY KEY,
            ServiceId TEXT NOT NULL,
            GrainId TEXT NOT NULL,
            StateName TEXT NOT NULL,
            Format INTEGER NOT NULL,
            Payload BLOB,
            Version INTEGER NOT NULL,
            ModifiedAt INTEGER NOT NULL,
            UNIQUE(ServiceId, GrainId, StateName));
        """;

    private readonly string _path;
    private readonly Channel<StateWrite> _queue = Channel.CreateBounded<StateWrite>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly ConcurrentBag<StateReader> _readers = [];
    private readonly Thread _writer;
    private long _commits;
    private long _writes;
    private int _disposed;

    /// <summary>Opens the file, creating it and its folder where they are new, and brings its schema up to date.</summary>
    /// <exception cref="StorageSchemaException">The file was written by a newer build.</exception>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public SqliteStateStore(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
        using (var connection = SqliteSchema.Open(path))
            SqliteSchema.Apply(connection, StorageNames.GrainStateComponent, SchemaVersion, Schema);
        _writer = new Thread(WriteBatches) { IsBackground = true, Name = "grain-state-writer" };
        _writer.Start();
    }

    /// <summary>Transactions committed by this store.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Writes taken part in a committed transaction, conflicting ones included.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>Reads a state, or null where it was never written.</summary>
    public StoredState? Read(StateKey key)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        if (!_readers.TryTake(out var reader))
            reader = new StateReader(_path);
        StoredState? state;
        try
        {
            state = reader.Read(key);
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        if (_readers.Count >= MaxIdleReaders || Volatile.Read(ref _disposed) != 0)
            reader.Dispose();
        else
            _readers.Add(reader);
        return state;
    }

    /// <summary>Writes a state where its version is still the expected one; completes after the commit.</summary>
    /// <param name="key">Where it lies.</param>
    /// <param name="payload">Its bytes, or null to clear it (the version keeps counting).</param>
    /// <param name="expectedVersion">The version it was read at, or null where it was never written.</param>
    /// <returns>The new version, or null where another writer was first.</returns>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="SqliteException">The transaction failed; nothing of it is stored.</exception>
    public async Task<long?> Write(StateKey key, byte[]? payload, long? expectedVersion)
    {
        var write = new StateWrite(key, payload, expectedVersion);
        try
        {
            await _queue.Writer.WriteAsync(write).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteStateStore), "The grain state store is closed.");
        }

        return await write.Completion.Task.ConfigureAwait(false);
    }

    /// <summary>Takes no more writes, commits those already taken and closes the file.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _queue.Writer.TryComplete();
        _writer.Join();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
    }

    private void WriteBatches()
    {
        var batch = new List<StateWrite>(MaxBatch);
        StateWriter? writer = null;
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var write))
                batch.Add(write);
            try
            {
                writer ??= new StateWriter(_path);
                writer.Commit(batch);
                Interlocked.Increment(ref _commits);
                Interlocked.Add(ref _writes, batch.Count);
                foreach (var write in batch)
                    write.Completion.TrySetResult(write.NewVersion);
            }
            catch (Exception exception)
            {
                // Whatever went wrong, these writes are not stored and their callers must hear it; the thread lives on with a new
                // connection.
                writer?.Dispose();
                writer = null;
                foreach (var write in batch)
                    write.Completion.TrySetException(exception);
            }
        }

        writer?.Dispose();
    }
}
