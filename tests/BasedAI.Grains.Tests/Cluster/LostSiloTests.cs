using BasedAI.Protocol;

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

        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[1], TestContext.Current.CancellationToken);

        // Only the Brain is asked: jobs that lived on the lost silo must be woken by its reminder.
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
}
