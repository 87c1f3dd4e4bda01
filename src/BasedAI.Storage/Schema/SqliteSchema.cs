using Microsoft.Data.Sqlite;

namespace BasedAI.Storage;

/// <summary>Brings a SQLite file to the schema this build knows, in one transaction and as often as one likes.</summary>
internal static class SqliteSchema
{
    /// <summary>Opens a connection with write-ahead logging and an fsync per commit. The file is created where it is new.</summary>
    public static SqliteConnection Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var connection = new SqliteConnection(ConnectionString(path));
        try
        {
            connection.Open();
            Execute(
                connection,
                "PRAGMA busy_timeout=30000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The connection string of a file. Pooling is off: this library keeps its own connections.</summary>
    public static string ConnectionString(string path)
        => new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString();

    /// <summary>
    /// Applies <paramref name="sql"/> (re-runnable) for <paramref name="component"/> unless <paramref name="version"/> is there already.
    /// </summary>
    /// <exception cref="StorageSchemaException">The file was written by a newer build.</exception>
    public static void Apply(SqliteConnection connection, string component, int version, string sql)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(
            connection,
            $"CREATE TABLE IF NOT EXISTS {StorageNames.SchemaTable}(Component TEXT PRIMARY KEY, Version INTEGER NOT NULL)",
            transaction);
        var stored = StoredVersion(connection, transaction, component);
        if (stored > version)
        {
            throw new StorageSchemaException(
                $"'{connection.DataSource}' has version {stored} of the {component} schema, this build knows up to {version}. "
                + "Run the build that wrote it.");
        }

        if (stored < version)
        {
            Execute(connection, sql, transaction);
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"INSERT INTO {StorageNames.SchemaTable}(Component, Version) VALUES($component, $version) "
                + "ON CONFLICT(Component) DO UPDATE SET Version = excluded.Version";
            command.Parameters.AddWithValue("$component", component);
            command.Parameters.AddWithValue("$version", version);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static long StoredVersion(SqliteConnection connection, SqliteTransaction transaction, string component)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT Version FROM {StorageNames.SchemaTable} WHERE Component = $component";
        command.Parameters.AddWithValue("$component", component);
        return command.ExecuteScalar() as long? ?? 0;
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
