using BasedAI.Protocol;
using BasedAI.Storage;
using Orleans.Placement;

namespace BasedAI.Grains;

/// <summary>
/// Which Brains are open, so that a list need not ask all 1024. It calls nobody, so that a Brain may call it from its own turn. Each change
/// is written before it is acknowledged.
/// </summary>
[GrainType("brain-register"), RandomPlacement]
public sealed class BrainRegisterGrain : Grain, IBrainRegisterGrain
{
    private readonly IPersistentState<BrainRegisterRecord> _record;

    /// <summary>Created by the runtime.</summary>
    public BrainRegisterGrain([PersistentState("register", StorageNames.Provider)] IPersistentState<BrainRegisterRecord> record)
        => _record = record;

    /// <inheritdoc/>
    public async Task Add(int brainId)
    {
        if (this.GetPrimaryKeyLong() != 0)
            throw new GrainFault(ErrorCodes.BadRequest, $"The register of Brains has the key 0, not {this.GetPrimaryKeyLong()}.");
        if (!BrainId.IsValid(brainId))
            throw new GrainFault(ErrorCodes.UnknownBrain, $"There is no Brain {brainId}: ids are 0 … {BrainId.Count - 1}.");
        var last = _record.State;
        if (last.Brains.Contains(brainId))
            return;
        _record.State = new BrainRegisterRecord { Brains = [.. last.Brains.Append(brainId).Order()] };
        try
        {
            await _record.WriteStateAsync();
        }
        catch
        {
            // Stored or not, only storage knows: the next activation reads it.
            _record.State = last;
            DeactivateOnIdle();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<int[]> List() => Task.FromResult(_record.State.Brains);
}

/// <summary>What lies in storage for the register of Brains.</summary>
[GenerateSerializer, Alias("BasedAI.BrainRegisterRecord")]
public sealed class BrainRegisterRecord
{
    /// <summary>Ids of the Brains noted, ascending.</summary>
    [Id(0)] public int[] Brains { get; set; } = [];
}
