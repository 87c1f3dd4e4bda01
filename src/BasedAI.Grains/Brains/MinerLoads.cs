namespace BasedAI.Grains;

/// <summary>
/// Who has how much to do, in memory only: after a restart everybody starts at zero and the rotation still spreads the work.
/// </summary>
public sealed class MinerLoads
{
    private readonly Dictionary<Guid, int> _minerOf = [];
    private int[] _loads = [];
    private int _next;

    /// <summary>
    /// The least loaded of <paramref name="count"/> miners for a job, the next in turn among equals. <paramref name="avoid"/> is taken only
    /// where there is no other.
    /// </summary>
    /// <param name="jobId">The job; an earlier choice for it is given back.</param>
    /// <param name="count">Miners there are, at least 1.</param>
    /// <param name="avoid">Uid to avoid, or −1.</param>
    public int Choose(Guid jobId, int count, int avoid)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Release(jobId);
        if (_loads.Length < count)
            Array.Resize(ref _loads, count);
        var best = -1;
        for (var i = 0; i < count; i++)
        {
            var uid = (_next + i) % count;
            if ((uid != avoid || count == 1) && (best < 0 || _loads[uid] < _loads[best]))
                best = uid;
        }

        _next = (best + 1) % count;
        _loads[best]++;
        _minerOf[jobId] = best;
        return best;
    }

    /// <summary>The job's miner has one job less; harmless where it has none.</summary>
    public void Release(Guid jobId)
    {
        if (_minerOf.Remove(jobId, out var uid))
            _loads[uid]--;
    }
}
