using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace BasedAI.Storage.Tests;

public sealed class SqliteGrainStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("brain", "1");
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly SqliteGrainStorage _storage;

    public SqliteGrainStorageTests()
        => _storage = new SqliteGrainStorage(
            new SqliteStateStore(_folder.File("grains.db")),
            new OrleansGrainStorageSerializer(_services.GetRequiredService<Serializer>()),
            "service");

    public void Dispose()
    {
        _storage.Dispose();
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task State_and_etag_survive_a_round_trip()
    {
        var written = await Read();
        Assert.Equal((null, false), (written.ETag, written.RecordExists));
        Assert.Empty(written.State!);

        written.State = [1, 2, 3];
        await _storage.WriteStateAsync("members", Grain, written);
        Assert.Equal(("1", true), (written.ETag, written.RecordExists));

        var read = await Read();
        Assert.Equal([1, 2, 3], read.State);
        Assert.Equal(("1", true), (read.ETag, read.RecordExists));
    }

    [Fact]
    public async Task A_stale_writer_gets_a_conflict_with_both_versions_and_keeps_its_etag()
    {
        var first = await Read();
        var second = await Read();
        await _storage.WriteStateAsync("members", Grain, first);

        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("members", Grain, second));
        Assert.Equal(("1", "none"), (conflict.StoredEtag, conflict.CurrentEtag));
        Assert.Null(second.ETag);
        await _storage.WriteStateAsync("members", Grain, first);
        Assert.Equal("2", first.ETag);
    }

    [Fact]
    public async Task Clearing_empties_the_state_and_is_fenced_like_a_write()
    {
        var first = await Read();
        first.State = [1];
        await _storage.WriteStateAsync("members", Grain, first);
        var stale = await Read();
        await _storage.ClearStateAsync("members", Grain, first);

        Assert.Equal(("2", false), (first.ETag, first.RecordExists));
        Assert.Empty(first.State!);
        Assert.Empty((await Read()).State!);
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.ClearStateAsync("members", Grain, stale));
        first.State = [2];
        await _storage.WriteStateAsync("members", Grain, first);
        Assert.Equal("3", first.ETag);
    }

    [Fact]
    public async Task States_of_one_grain_are_apart_by_name()
    {
        var members = await Read();
        members.State = [1];
        await _storage.WriteStateAsync("members", Grain, members);

        var other = new GrainState<List<int>>();
        await _storage.ReadStateAsync("jobs", Grain, other);
        Assert.False(other.RecordExists);
    }

    private async Task<GrainState<List<int>>> Read()
    {
        var state = new GrainState<List<int>>();
        await _storage.ReadStateAsync("members", Grain, state);
        return state;
    }
}
