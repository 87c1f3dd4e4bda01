using BasedAI.Protocol;
using BasedAI.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;

namespace BasedAI.Grains.Tests;

/// <summary>Silos in this process on one set of files, with the scripted engine and short periods.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    public static readonly string PlanId = BlobRef.Of([1], MediaTypes.Plan).Sha256;
    private readonly string _folder;
    private readonly InProcessTestCluster _cluster;
    private int _nextBrain = -1;
    private bool _isMoved;

    private TestCluster(short silos, Action<BasedAIGrainsOptions>? configure, string folder, bool isScripted)
    {
        _folder = folder;
        Blobs = new FileBlobStore(Path.Combine(_folder, "blobs"));
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ServiceId = "test";
        builder.ConfigureHost(host => host.Logging.ClearProviders());
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IBlobStore>(Blobs);
            if (isScripted)
                silo.Services.AddSingleton<IPlanEngine>(Engine);
            silo.AddSqliteGrainStorage(Path.Combine(_folder, "grains.db"));
            silo.UseSqliteReminders(Path.Combine(_folder, "reminders.db"));
            silo.Services.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromSeconds(1));
            silo.AddBasedAIGrains(options =>
            {
                options.Workers = 4;
                options.MaxJobsInFlight = 16;
                options.LeaseLength = TimeSpan.FromSeconds(2);
                options.JobPeriod = TimeSpan.FromMilliseconds(50);
                options.ProgressPeriod = TimeSpan.FromMilliseconds(5);
                options.ReconcilePeriod = TimeSpan.FromSeconds(1);
                configure?.Invoke(options);
            });
        });
        _cluster = builder.Build();
    }

    public ScriptedEngine Engine { get; } = new();

    public FileBlobStore Blobs { get; }

    public InProcessTestCluster Silos => _cluster;

    public IGrainFactory Client => _cluster.Client;

    public static Task<TestCluster> Start(short silos, Action<BasedAIGrainsOptions>? configure = null, bool isScripted = true)
        => Start(silos, configure, Directory.CreateTempSubdirectory("basedai-").FullName, isScripted);

    /// <summary>Stops every silo and starts new ones on the same files.</summary>
    public async Task<TestCluster> Restart()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
        _isMoved = true;
        return await Start(1, null, _folder, isScripted: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isMoved)
            return;
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<TestCluster> Start(short silos, Action<BasedAIGrainsOptions>? configure, string folder, bool isScripted)
    {
        var cluster = new TestCluster(silos, configure, folder, isScripted);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    /// <summary>A Brain no other test uses, with a model and members.</summary>
    public async Task<IBrainGrain> OpenBrain(int miners = 3, int validators = 3, bool withModel = true)
    {
        var brain = Client.GetGrain<IBrainGrain>(Interlocked.Increment(ref _nextBrain));
        await brain.Open("test");
        if (withModel)
            await brain.PublishModel(Release([1]));
        var prefix = $"b{brain.GetPrimaryKeyLong()}";
        for (var i = 0; i < miners; i++)
            await brain.Register($"{prefix}-m{i}", MemberRole.Miner);
        for (var i = 0; i < validators; i++)
            await brain.Register($"{prefix}-v{i}", MemberRole.Validator);
        return brain;
    }

    public static ModelRelease Release(params byte[][] plans) => new()
    {
        Name = "test-model",
        Plans = [.. plans.Select((plan, i) => Plan($"plan-{i}", plan))],
        ManifestJson = "{}",
    };

    public static ReleasePlan Plan(string name, byte[] bytes)
    {
        var blob = BlobRef.Of(bytes, MediaTypes.Plan);
        return new ReleasePlan(name, blob.Sha256, blob);
    }

    public static JobOrder Order(IBrainGrain brain, int validators = 2, int deadlineSeconds = 30)
    {
        var id = Guid.NewGuid();
        return new JobOrder
        {
            JobId = id,
            BrainId = (int)brain.GetPrimaryKeyLong(),
            PlanId = PlanId,
            Input = BlobRef.Of(id.ToByteArray(), MediaTypes.CiphertextBundle),
            Keys = BlobRef.Of([2], MediaTypes.EvaluationKeys),
            Validators = validators,
            DeadlineSeconds = deadlineSeconds,
        };
    }

    public IJobGrain Job(JobOrder order) => Client.GetGrain<IJobGrain>(order.JobId);

    /// <summary>Follows a job to its end; checks on the way that versions rise.</summary>
    public async Task<JobSnapshot> End(JobOrder order)
    {
        var until = DateTime.UtcNow + Patience;
        var version = 0L;
        while (DateTime.UtcNow < until)
        {
            JobSnapshot? snapshot;
            try
            {
                snapshot = await Job(order).WaitForChange(version, TimeSpan.FromSeconds(2));
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                continue; // Its silo is going down.
            }

            Assert.NotNull(snapshot);
            Assert.True(snapshot.Version >= version, $"version fell from {version} to {snapshot.Version}");
            version = snapshot.Version;
            if (snapshot.Phase.IsFinal())
                return snapshot;
        }

        var last = await Job(order).GetSnapshot();
        throw new TimeoutException($"The job is still {last?.Phase} in attempt {last?.Attempt}.");
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task Eventually(Func<Task<bool>> holds)
    {
        var until = DateTime.UtcNow + Patience;
        while (!await holds())
        {
            if (DateTime.UtcNow > until)
                throw new TimeoutException("It did not come true.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
