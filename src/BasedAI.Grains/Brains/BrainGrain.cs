using BasedAI.Protocol;
using BasedAI.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Storage;

namespace BasedAI.Grains;

/// <summary>
/// A Brain: register, model, jobs in flight. One call at a time (it is not reentrant), so that caps and admission hold without locks. It
/// calls job grains from its turn; they never call back within it (see <see cref="JobGrain"/>). Each change is written before it is
/// acknowledged: the copy is computed, written, and only then seen.
/// </summary>
[GrainType("brain"), RandomPlacement]
public sealed partial class BrainGrain : Grain, IBrainGrain, IRemindable
{
    private readonly IPersistentState<BrainRecord> _record;
    private readonly IPersistentState<BrainJobs> _jobs;
    private readonly MemberRegister _miners;
    private readonly MemberRegister _validators;
    private readonly MinerLoads _loads = new();
    private readonly BasedAIGrainsOptions _options;
    private readonly ILogger<BrainGrain> _logger;

    /// <summary>Created by the runtime.</summary>
    public BrainGrain(
        [PersistentState("brain", StorageNames.Provider)] IPersistentState<BrainRecord> record,
        [PersistentState("jobs", StorageNames.Provider)] IPersistentState<BrainJobs> jobs,
        [FromKeyedServices(StorageNames.Provider)] IGrainStorage storage,
        IGrainContext context,
        IOptions<BasedAIGrainsOptions> options,
        ILogger<BrainGrain> logger)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        _record = record;
        _jobs = jobs;
        _miners = new MemberRegister(storage, context.GrainId, MemberRole.Miner);
        _validators = new MemberRegister(storage, context.GrainId, MemberRole.Validator);
        _options = options.Value;
        _logger = logger;
    }

    private long Id => this.GetPrimaryKeyLong();

    private bool IsOpen => _record.State.Name is not null;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!IsOpen)
            return;
        await _miners.Load();
        await _validators.Load();

        // After a restart the first call to the Brain wakes its jobs; the reminder is for when nobody calls. A turn of its own: activation
        // must not wait.
        if (_jobs.State.InFlight.Length > 0)
            this.RegisterGrainTimer(_ => ReconcileJobs(), new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    /// <inheritdoc/>
    public async Task<BrainInfo> Open(string name)
    {
        CheckId();
        Admission.CheckName(name);

        // Noted before it is open: the list asks each Brain it names, so that one too many does no harm and none is ever missing.
        await GrainFactory.GetGrain<IBrainRegisterGrain>(0).Add((int)Id);
        if (!IsOpen)
        {
            await Write(_record, new BrainRecord { Name = name });
            await _miners.Load();
            await _validators.Load();
            LogOpened(Id, name);
        }

        return Info();
    }

    /// <inheritdoc/>
    public Task<BrainInfo?> GetInfo()
    {
        CheckId();
        return Task.FromResult(IsOpen ? Info() : null);
    }

    /// <inheritdoc/>
    public async Task<BrainInfo> PublishModel(ModelRelease release)
    {
        CheckOpen();
        Admission.CheckRelease(release, _options.MaxBlobBytes);
        if (_record.State.Release != release)
        {
            await Write(_record, new BrainRecord { Name = _record.State.Name, Release = release });
            LogPublished(Id, release.Name, NamesOf(release));
        }

        return Info();
    }

    /// <inheritdoc/>
    public Task<ModelRelease?> GetModel()
    {
        CheckOpen();
        return Task.FromResult(_record.State.Release);
    }

    /// <inheritdoc/>
    public Task<MemberPlace> Register(string memberId, MemberRole role)
    {
        CheckOpen();
        Admission.CheckMember(memberId, role);
        return (role == MemberRole.Miner ? _miners : _validators).Join(memberId);
    }

    private BrainInfo Info() => new()
    {
        Id = (int)Id,
        Name = _record.State.Name!,
        Model = _record.State.Release?.Name,
        Plans = [.. (_record.State.Release?.Plans ?? []).Select(plan => plan.Name)],
        Miners = _miners.Count,
        Validators = _validators.Count,
        ActiveJobs = _jobs.State.InFlight.Length,
        CompletedJobs = _jobs.State.Completed,
    };

    private void CheckId()
    {
        if (!BrainId.IsValid(Id))
            throw new GrainFault(ErrorCodes.UnknownBrain, $"There is no Brain {Id}: ids are 0 … {BrainId.Count - 1}.");
    }

    private void CheckOpen()
    {
        CheckId();
        if (!IsOpen)
            throw new GrainFault(ErrorCodes.UnknownBrain, $"Brain {Id} was not opened.");
    }

    private async Task Write<T>(IPersistentState<T> storage, T next)
    {
        var last = storage.State;
        storage.State = next;
        try
        {
            await storage.WriteStateAsync();
        }
        catch (Exception exception)
        {
            // Stored or not, only storage knows: this activation ends and the next one reads. Until then nobody sees what was not
            // acknowledged.
            storage.State = last;
            LogWriteFailed(exception, Id, typeof(T).Name);
            DeactivateOnIdle();
            throw;
        }
    }
}
