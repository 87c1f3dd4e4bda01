using BasedAI.Protocol;
using Orleans.TestingHost;

namespace BasedAI.Grains.Tests;

public sealed class LostSiloTests
{
    [Fact]
    public async Task Jobs_of_a_lost_silo_complete_on_the_others_though_nobody_asks_for_them()
    {
        await using var cluster = await TestCluster.Start(3, options => options.Workers = 2);
        var brain = await cluster.OpenBrain(miners: 6, validators: 4);
        var orders = Enumerable.Range(0, 12).Select(_ => TestCluster.Order(brain, validators: 1)).ToArray();
        foreach (var order in orders)
        {
            cluster.Engine.For(order.Input).BeforeStep = (_, _, token) => token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(60));
            await brain.SubmitJob(order);
        }

        var doomed = MostJobsWithoutTheBrain(cluster, brain, orders);
        await cluster.Silos.KillSiloAsync(doomed, TestContext.Current.CancellationToken);

        // Only the Brain is asked, and it was elsewhere: jobs of the lost silo must be woken by its reminder or by their workers.
        await TestCluster.Eventually(async () =>
        {
            try
            {
                return await brain.GetInfo() is { ActiveJobs: 0 };
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                return false;
            }
        });
        foreach (var order in orders)
        {
            var job = await cluster.Job(order).GetSnapshot();
            Assert.Equal(JobPhase.Completed, job!.Phase);
            Assert.Equal(BlobRef.Of(ScriptedEngine.RightAnswer(order.Input), MediaTypes.CiphertextBundle), job.Result);
        }

        Assert.Equal(12, (await brain.GetInfo())!.CompletedJobs);
    }

    private static InProcessSiloHandle MostJobsWithoutTheBrain(TestCluster cluster, IBrainGrain brain, JobOrder[] orders)
    {
        var silos = cluster.Silos.Silos.Where(silo => !silo.SiloAddress.Equals(AddressOf(brain)));
        var doomed = silos.MaxBy(silo => orders.Count(order => silo.SiloAddress.Equals(AddressOf(cluster.Job(order)))))!;
        Assert.Contains(orders, order => doomed.SiloAddress.Equals(AddressOf(cluster.Job(order))));
        return doomed;

        SiloAddress? AddressOf(IAddressable grain)
            => cluster.Silos.TryGetGrainContext(grain.GetGrainId(), out var context) ? context.Address.SiloAddress : null;
    }

    [Fact]
    public async Task A_job_in_flight_survives_a_restart_of_everything_and_is_woken_by_the_first_call_to_its_Brain()
    {
        var before = await TestCluster.Start(1);
        await using var _ = before;
        var brain = await before.OpenBrain();
        var order = TestCluster.Order(brain);
        before.Engine.For(order.Input).BeforeStep = (_, _, token) =>
        {
            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
        };
        await brain.SubmitJob(order);
        await TestCluster.Eventually(async () => (await before.Job(order).GetSnapshot())!.Phase == JobPhase.Assigned);

        await using var after = await before.Restart();
        var reopened = after.Client.GetGrain<IBrainGrain>(brain.GetPrimaryKeyLong());
        Assert.Equal((1, 3, 3), await reopened.Open("ignored") is var info ? (info.ActiveJobs, info.Miners, info.Validators) : default);
        await TestCluster.Eventually(async () => await reopened.GetInfo() is { ActiveJobs: 0, CompletedJobs: 1 });
        Assert.Equal(JobPhase.Completed, (await after.Job(order).GetSnapshot())!.Phase);
    }
}
