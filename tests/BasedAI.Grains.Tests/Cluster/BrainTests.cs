using BasedAI.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace BasedAI.Grains.Tests;

public sealed class BrainTests(SharedCluster shared)
{
    private readonly TestCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData(1024)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task A_key_outside_the_ids_is_no_Brain(long key)
    {
        var brain = _cluster.Client.GetGrain<IBrainGrain>(key);
        await AssertFault(ErrorCodes.UnknownBrain, () => brain.Open("x"));
        await AssertFault(ErrorCodes.UnknownBrain, brain.GetInfo);
        await AssertFault(ErrorCodes.UnknownBrain, brain.GetModel);
        await AssertFault(ErrorCodes.UnknownBrain, () => brain.SubmitJob(TestCluster.Order(_cluster.Client.GetGrain<IBrainGrain>(0))));
    }

    [Fact]
    public async Task A_Brain_that_was_never_opened_tells_so()
    {
        var brain = _cluster.Client.GetGrain<IBrainGrain>(1023);
        Assert.Null(await brain.GetInfo());
        await AssertFault(ErrorCodes.UnknownBrain, () => brain.Register("m", MemberRole.Miner));
        await AssertFault(ErrorCodes.UnknownBrain, () => brain.SubmitJob(TestCluster.Order(brain)));
    }

    [Fact]
    public async Task Opening_and_publishing_again_change_nothing_and_survive_the_activation()
    {
        var brain = await _cluster.OpenBrain(miners: 2, validators: 1);
        Assert.Equal("test", (await brain.Open("another name")).Name);
        await _cluster.Silos.DeactivateAsync(brain.GetGrainId());

        var info = await brain.GetInfo();
        Assert.Equal(("test", "test-model", 2, 1), (info!.Name, info.Model, info.Miners, info.Validators));
        Assert.Equal(["plan-0"], info.Plans);
        Assert.Equal(TestCluster.Release([1]), await brain.GetModel());
    }

    [Fact]
    public async Task A_job_goes_by_the_plan_it_names_of_those_the_model_has()
    {
        var brain = await _cluster.OpenBrain(validators: 0, withModel: false);
        await brain.PublishModel(TestCluster.Release([1], [2]));
        var info = await brain.GetInfo();
        Assert.Equal(["plan-0", "plan-1"], info!.Plans);
        foreach (var plan in TestCluster.Release([1], [2]).Plans)
        {
            var order = TestCluster.Order(brain, validators: 0) with { PlanId = plan.PlanId };
            await brain.SubmitJob(order);
            var job = await _cluster.End(order);
            Assert.Equal((JobPhase.Completed, plan.PlanId), (job.Phase, job.PlanId));
            Assert.Equal([plan.File], _cluster.Engine.For(order.Input).Plans);
        }

        var fault = await AssertFault(ErrorCodes.PlanMismatch, () => brain.SubmitJob(TestCluster.Order(brain, validators: 0) with { PlanId = new string('b', 64) }));
        Assert.Contains("'plan-1'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_register_knows_every_Brain_that_was_opened_also_after_its_activation()
    {
        var register = _cluster.Client.GetGrain<IBrainRegisterGrain>(0);
        var first = await _cluster.OpenBrain(miners: 0, validators: 0, withModel: false);
        var second = await _cluster.OpenBrain(miners: 0, validators: 0, withModel: false);
        await _cluster.Silos.DeactivateAsync(register.GetGrainId());
        var brains = await register.List();
        Assert.Contains((int)first.GetPrimaryKeyLong(), brains);
        Assert.Contains((int)second.GetPrimaryKeyLong(), brains);
        Assert.Equal(brains.Distinct().Order(), brains);
        await first.Open("again");
        Assert.Equal(brains.Length, (await register.List()).Count(brains.Contains));
        await AssertFault(ErrorCodes.UnknownBrain, () => register.Add(1024));
        await AssertFault(ErrorCodes.BadRequest, () => _cluster.Client.GetGrain<IBrainRegisterGrain>(1).Add(0));
    }

    [Fact]
    public void Releases_are_equal_by_content_also_after_they_travelled()
    {
        var serializer = _cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<Orleans.Serialization.Serializer>();
        var release = TestCluster.Release([1]);
        Assert.Equal(release, serializer.Deserialize<ModelRelease>(serializer.SerializeToArray(release)));
        Assert.NotEqual(release, release with { Plans = null! });
        Assert.Equal(release with { Plans = null! }, release with { Plans = [] });
    }

    [Fact]
    public async Task A_role_takes_its_cap_and_not_one_more()
    {
        var brain = await _cluster.OpenBrain(miners: 0, validators: 0);
        foreach (var (role, cap) in new[] { (MemberRole.Validator, 256), (MemberRole.Miner, 1792) })
        {
            for (var uid = 0; uid < cap; uid++)
                Assert.Equal(new MemberPlace($"{role}-{uid}".ToLowerInvariant(), role, uid, uid + 1, cap), await Join(uid));
            await AssertFault(ErrorCodes.RoleFull, () => Join(cap));
            Assert.Equal(new MemberPlace($"{role}-70".ToLowerInvariant(), role, 70, cap, cap), await Join(70));

            Task<MemberPlace> Join(int uid) => brain.Register($"{role}-{uid}".ToLowerInvariant(), role);
        }

        await _cluster.Silos.DeactivateAsync(brain.GetGrainId());
        Assert.True(await brain.GetInfo() is { Miners: 1792, Validators: 256 });
        Assert.Equal(1791, (await brain.Register("miner-1791", MemberRole.Miner)).Uid);
        await AssertFault(ErrorCodes.RoleFull, () => brain.Register("late", MemberRole.Miner));
    }

    [Fact]
    public async Task What_cannot_be_served_is_refused_with_its_code()
    {
        var empty = await _cluster.OpenBrain(miners: 0, validators: 0, withModel: false);
        await AssertFault(ErrorCodes.NoModel, () => empty.SubmitJob(TestCluster.Order(empty)));
        await empty.PublishModel(TestCluster.Release([1]));
        await AssertFault(ErrorCodes.NoMiners, () => empty.SubmitJob(TestCluster.Order(empty)));
        await empty.Register("only-miner", MemberRole.Miner);
        await AssertFault(ErrorCodes.NoValidators, () => empty.SubmitJob(TestCluster.Order(empty)));
        await AssertFault(ErrorCodes.PlanMismatch, () => empty.SubmitJob(TestCluster.Order(empty) with { PlanId = new string('b', 64) }));
        Assert.Equal(0, (await empty.GetInfo())!.ActiveJobs);
    }

    [Fact]
    public async Task Malformed_commands_are_refused()
    {
        var brain = await _cluster.OpenBrain();
        var order = TestCluster.Order(brain);
        JobOrder[] malformed =
        [
            order with { JobId = Guid.Empty },
            order with { BrainId = order.BrainId + 1 },
            order with { PlanId = "short" },
            order with { Validators = 9 },
            order with { DeadlineSeconds = 0 },
            order with { DeadlineSeconds = 86_401 },
            order with { Input = order.Input with { Length = 0 } },
            order with { Input = order.Input with { Length = (1L << 30) + 1 } },
            order with { Keys = order.Input },
        ];
        foreach (var one in malformed)
            await AssertFault(ErrorCodes.BadRequest, () => brain.SubmitJob(one));
        await AssertFault(ErrorCodes.BadRequest, () => brain.Register("Upper", MemberRole.Miner));
        await AssertFault(ErrorCodes.BadRequest, () => brain.Register("m", (MemberRole)7));
        await AssertFault(ErrorCodes.BadRequest, () => brain.Open(" "));
        var plan = TestCluster.Plan("lean", [2]);
        ReleasePlan[][] wrong =
        [
            [],
            [plan with { PlanId = new string('c', 64) }],
            [plan with { PlanId = "short" }],
            [plan with { Name = "" }],
            [plan with { File = plan.File with { MediaType = MediaTypes.ModelFile } }],
            [plan, TestCluster.Plan("lean", [3])],
            [plan, plan with { Name = "fast" }],
            [.. Enumerable.Range(0, 9).Select(i => TestCluster.Plan($"p{i}", [(byte)i]))],
        ];
        foreach (var plans in wrong)
            await AssertFault(ErrorCodes.BadRequest, () => brain.PublishModel(TestCluster.Release([1]) with { Plans = plans }));
        await AssertFault(ErrorCodes.BadRequest, () => brain.PublishModel(TestCluster.Release([1]) with { Accelerator = "tpu" }));
        var longManifest = TestCluster.Release([1]) with { ManifestJson = new string('x', 131_073) };
        await AssertFault(ErrorCodes.BadRequest, () => brain.PublishModel(longManifest));
    }

    [Fact]
    public async Task A_call_above_the_cap_is_refused_from_outside_and_from_inside_and_one_below_is_not()
    {
        var brain = await _cluster.OpenBrain();
        var key = brain.GetPrimaryKeyLong();
        var inside = _cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IBrainGrain>(key);
        var large = TestCluster.Release([1]) with { ManifestJson = new string('x', 300_000) };
        foreach (var grain in new[] { brain, inside })
        {
            var record = await AssertFault(ErrorCodes.BadRequest, () => grain.PublishModel(large));
            var text = await AssertFault(ErrorCodes.BadRequest, () => grain.Open(new string('x', 300_000)));
            Assert.Contains("262144", record.Message, StringComparison.Ordinal);
            Assert.Contains("262144", text.Message, StringComparison.Ordinal);
            await grain.PublishModel(TestCluster.Release([1]) with { ManifestJson = new string('x', 128 * 1024) });
        }
    }

    [Fact]
    public async Task An_unforeseen_exception_reaches_the_caller_as_a_reference_only()
    {
        var brain = await _cluster.OpenBrain();
        var fault = await AssertFault(ErrorCodes.Internal, () => brain.ChooseValidators(Guid.NewGuid(), 1, -1, null));
        Assert.Contains("reference", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("count", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validators_are_drawn_without_repetition_and_never_the_miner()
    {
        var brain = await _cluster.OpenBrain(validators: 4);
        var prefix = $"b{brain.GetPrimaryKeyLong()}";
        for (var i = 0; i < 10; i++)
        {
            var chosen = await brain.ChooseValidators(Guid.NewGuid(), 1, 3, avoid: $"{prefix}-v2");
            Assert.Equal([$"{prefix}-v0", $"{prefix}-v1", $"{prefix}-v3"], chosen.Order());
        }

        Assert.Equal(4, (await brain.ChooseValidators(Guid.NewGuid(), 1, 9, null)).Length);
    }

    private static async Task<GrainFault> AssertFault(string code, Func<Task> call)
    {
        var fault = await Assert.ThrowsAsync<GrainFault>(call);
        Assert.Equal(code, fault.Code);
        return fault;
    }
}
