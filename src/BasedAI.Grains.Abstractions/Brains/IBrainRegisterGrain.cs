using Orleans.Concurrency;

namespace BasedAI.Grains;

/// <summary>Which Brains are open. There is one register; its key is 0.</summary>
[Alias("BasedAI.IBrainRegisterGrain")]
public interface IBrainRegisterGrain : IGrainWithIntegerKey
{
    /// <summary>Notes that a Brain is being opened (called by it). Noting it again changes nothing.</summary>
    [Alias("Add")]
    Task Add(int brainId);

    /// <summary>The Brains noted, ascending. One of them may not be open yet; it says so itself.</summary>
    [AlwaysInterleave, Alias("List")]
    Task<int[]> List();
}
