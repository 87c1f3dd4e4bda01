using System.Text;
using Microsoft.Data.Sqlite;

namespace BasedAI.Storage.Tests;

public sealed class SqliteStateStoreTests : IDisposable
{
    private static readonly StateKey Key = new("service", "brain/1", "jobs");
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("grains.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Versions_count_from_one_and_only_the_current_one_may_write()
    {
        using var store = new SqliteStateStore(Database);

        Assert.Null(store.Read(Key));
        Assert.Null(await store.Write(Key, Bytes("x"), expectedVersion: 5));
        Assert.Equal(1, await store.Write(Key, Bytes("a"), null));
        Assert.Null(await store.Write(Key, Bytes("b"), null));
        Assert.Equal(2, await store.Write(Key, Bytes("b"), 1));
        Assert.Null(await store.Write(Key, Bytes("c"), 1));
        Assert.Equal("b", Text(store.Read(Key)));
    }

    [Fact]
    public async Task Clearing_keeps_the_version_counting()
    {
        using var store = new SqliteStateStore(Database);
        await store.Write(Key, Bytes("a"), null);

        Assert.Equal(2, await store.Write(Key, null, 1));
        Assert.Equal(new StoredState(null, 2), store.Read(Key));
        Assert.Null(await store.Write(Key, Bytes("b"), null));
        Assert.Equal(3, await store.Write(Key, Bytes("b"), 2));
    }

    [Fact]
    public async Task Of_parallel_first_writes_exactly_one_wins()
    {
        using var first = new SqliteStateStore(Database);
        using var second = new SqliteStateStore(Database);
        for (var round = 0; round < 20; round++)
        {
            var key = Key with { GrainId = $"job/{round}" };
            var versions = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
                () => (writer % 2 == 0 ? first : second).Write(key, Bytes($"{writer}"), null))));

            var winner = Assert.Single(Enumerable.Range(0, 8), writer => versions[writer] is not null);
            Assert.Equal(1, versions[winner]);
            Assert.Equal($"{winner}", Text(first.Read(key)));
        }
    }

    [Fact]
    public async Task Waiting_writes_share_a_transaction()
    {
        using var store = new SqliteStateStore(Database);
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => store.Write(Key with { GrainId = $"job/{i}" }, Bytes("x"), null)));

        Assert.Equal(2000, store.Writes);
        Assert.InRange(store.Commits, 1, 1000);
    }

    [Fact]
    public async Task A_failed_transaction_fails_its_writes_and_nothing_else()
    {
        using var store = new SqliteStateStore(Database);
        await store.Write(Key, Bytes("a"), null);
        using (var connection = SqliteSchema.Open(Database))
        {
            Execute(
                connection,
                "CREATE TRIGGER refuse BEFORE UPDATE ON GrainState WHEN NEW.StateName = 'poison' "
                + "BEGIN SELECT RAISE(ABORT, 'refused'); END");
        }

        var poison = Key with { StateName = "poison" };
        Assert.Equal(1, await store.Write(poison, Bytes("a"), null));
        await Assert.ThrowsAsync<SqliteException>(() => store.Write(poison, Bytes("b"), 1));
        Assert.Equal("a", Text(store.Read(poison)));
        Assert.Equal(2, await store.Write(Key, Bytes("b"), 1));
    }

    [Fact]
    public async Task Closing_commits_what_was_taken_and_takes_nothing_more()
    {
        var store = new SqliteStateStore(Database);
        var writes = Enumerable.Range(0, 500).Select(i => store.Write(Key with { GrainId = $"job/{i}" }, Bytes("x"), null)).ToArray();
        store.Dispose();

        Assert.All(await Task.WhenAll(writes), version => Assert.Equal(1, version));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Write(Key, Bytes("a"), null));
        using var again = new SqliteStateStore(Database);
        Assert.Equal("x", Text(again.Read(Key with { GrainId = "job/499" })));
    }

    [Fact]
    public void A_file_of_a_newer_build_is_refused_with_both_versions()
    {
        new SqliteStateStore(Database).Dispose();
        using (var connection = SqliteSchema.Open(Database))
            Execute(connection, "UPDATE SchemaVersion SET Version = 7");

        var exception = Assert.Throws<StorageSchemaException>(() => new SqliteStateStore(Database));
        Assert.Contains("version 7", exception.Message, StringComparison.Ordinal);
        Assert.Contains("up to 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reminder_schema_is_applied_as_often_as_one_likes()
    {
        var schema = new SqliteReminderSchema(Database);
        schema.Apply();
        Parallel.For(0, 4, _ => schema.Apply());

        using var connection = SqliteSchema.Open(Database);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM OrleansQuery";
        Assert.Equal(7L, command.ExecuteScalar());
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string? Text(StoredState? state) => state?.Payload is { } payload ? Encoding.UTF8.GetString(payload) : null;

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
