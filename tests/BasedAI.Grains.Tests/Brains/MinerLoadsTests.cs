namespace BasedAI.Grains.Tests;

public sealed class MinerLoadsTests
{
    [Fact]
    public void Equals_take_turns()
    {
        var loads = new MinerLoads();
        Assert.Equal([0, 1, 2, 0, 1, 2], Enumerable.Range(0, 6).Select(_ => loads.Choose(Guid.NewGuid(), 3, -1)));
    }

    [Fact]
    public void The_least_loaded_is_chosen()
    {
        var loads = new MinerLoads();
        var jobs = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var job in jobs)
            loads.Choose(job, 3, -1);
        loads.Release(jobs[1]);
        loads.Release(jobs[1]);

        Assert.Equal(1, loads.Choose(Guid.NewGuid(), 3, -1));
    }

    [Fact]
    public void The_one_to_avoid_is_taken_only_where_there_is_no_other()
    {
        var loads = new MinerLoads();
        Assert.Equal(0, loads.Choose(Guid.NewGuid(), 1, avoid: 0));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.NotEqual(1, loads.Choose(Guid.NewGuid(), 3, avoid: 1)));
    }

    [Fact]
    public void Choosing_again_for_a_job_gives_its_first_miner_back()
    {
        var loads = new MinerLoads();
        var job = Guid.NewGuid();
        loads.Choose(job, 2, -1);
        Assert.Equal(1, loads.Choose(job, 2, avoid: 0));
        Assert.Equal(0, loads.Choose(Guid.NewGuid(), 2, -1));
    }
}
