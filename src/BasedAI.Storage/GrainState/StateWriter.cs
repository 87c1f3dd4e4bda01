using Microsoft.Data.Sqlite;

namespace BasedAI.Storage;

/// <summary>The writer thread's connection with its two prepared statements.</summary>
internal sealed class StateWriter : IDisposable
{
    /// <summary>How a payload is encoded: 1 = the Orleans serializer's binary form.</summary>
    private const int OrleansBinary = 1;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _update;

    public StateWriter(string path)
    {
        _connection = SqliteSchema.Open(path);
        _insert = Prepare(
            $"INSERT INTO {StorageNames.GrainStateTable}(ServiceId, GrainId, StateName, Format, Payload, Version, ModifiedAt) "
            + $"VALUES($service, $grain, $state, {OrleansBinary}, $payload, 1, unixepoch()) ON CONFLICT DO NOTHING RETURNING Version");
        _update = Prepare(
            $"UPDATE {StorageNames.GrainStateTable} SET Format = {OrleansBinary}, Payload = $payload, "
            + "Version = Version + 1, ModifiedAt = unixepoch() "
            + "WHERE ServiceId = $service AND GrainId = $grain AND StateName = $state AND Version = $version RETURNING Version");
    }

    /// <summary>Stores the batch in one transaction: all of it or, with an exception, none.</summary>
    public void Commit(List<StateWrite> batch)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        foreach (var write in batch)
        {
            var command = write.ExpectedVersion is null ? _insert : _update;
            command.Transaction = transaction;
            var parameters = command.Parameters;
            parameters[0].Value = write.Key.ServiceId;
            parameters[1].Value = write.Key.GrainId;
            parameters[2].Value = write.Key.StateName;
            parameters[3].Value = (object?)write.Payload ?? DBNull.Value;
            parameters[4].Value = (object?)write.ExpectedVersion ?? DBNull.Value;
            write.NewVersion = command.ExecuteScalar() as long?;
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add("$service", SqliteType.Text);
        command.Parameters.Add("$grain", SqliteType.Text);
        command.Parameters.Add("$state", SqliteType.Text);
        command.Parameters.Add("$payload", SqliteType.Blob);
        command.Parameters.Add("$version", SqliteType.Integer);
        command.Prepare();
        return command;
    }
}
