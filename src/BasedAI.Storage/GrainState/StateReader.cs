using Microsoft.Data.Sqlite;

namespace BasedAI.Storage;

/// <summary>A connection that only reads, with its prepared statement. Used by one thread at a time.</summary>
internal sealed class StateReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _select;

    public StateReader(string path)
    {
        _connection = SqliteSchema.Open(path);
        _select = _connection.CreateCommand();
        _select.CommandText =
            $"SELECT Payload, Version FROM {StorageNames.GrainStateTable} "
            + "WHERE ServiceId = $service AND GrainId = $grain AND StateName = $state";
        _select.Parameters.Add("$service", SqliteType.Text);
        _select.Parameters.Add("$grain", SqliteType.Text);
        _select.Parameters.Add("$state", SqliteType.Text);
        _select.Prepare();
    }

    public StoredState? Read(StateKey key)
    {
        _select.Parameters[0].Value = key.ServiceId;
        _select.Parameters[1].Value = key.GrainId;
        _select.Parameters[2].Value = key.StateName;
        using var row = _select.ExecuteReader();
        if (!row.Read())
            return null;
        return new StoredState(row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), row.GetInt64(1));
    }

    public void Dispose()
    {
        _select.Dispose();
        _connection.Dispose();
    }
}
