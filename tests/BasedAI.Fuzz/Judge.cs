using System.Diagnostics;
using BasedAI.Fhe.Ring;
using BasedAI.Fuzz.Targets;

namespace BasedAI.Fuzz;

/// <summary>Reads one input and says whether the decoder behaved.</summary>
internal static class Judge
{
    /// <summary>Longest a decoder may take.</summary>
    public static TimeSpan MaxTime { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Judges bytes. Time and memory are measured again before they are held against a decoder: the first call of anything costs more.</summary>
    public static Verdict Run(FuzzTarget target, byte[] bytes)
    {
        var verdict = RunOnce(target, bytes);
        for (int again = 0; again < 3 && verdict.Kind is FindingKind.TooMuchMemory or FindingKind.TooSlow; again++) verdict = RunOnce(target, bytes);
        return verdict;
    }

    private static Verdict RunOnce(FuzzTarget target, byte[] bytes)
    {
        var pool = LimbPool.For(target.N);
        Drain(pool);
        long outstanding = pool.OutstandingLimbs, allocated = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        string outcome;
        try
        {
            outcome = "read " + target.Read(bytes);
        }
        catch (Exception exception)
        {
            if (target.GetRefusal(exception) is not { } refusal) return new Verdict(FindingKind.UnexpectedException, "", exception.ToString());
            outcome = refusal;
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        long allowed = target.GetAllowedBytes(bytes), leaked = pool.OutstandingLimbs - outstanding;
        if (leaked > 0) return new Verdict(FindingKind.Leak, outcome, $"{leaked} limbs were not returned.");
        if (allocated > allowed) return new Verdict(FindingKind.TooMuchMemory, outcome, $"{allocated} bytes for an input of {bytes.Length}; {allowed} are allowed.");
        if (elapsed > MaxTime) return new Verdict(FindingKind.TooSlow, outcome, $"{elapsed.TotalSeconds:F1} s.");
        return new Verdict(FindingKind.None, outcome, "") { AllocatedShare = (double)allocated / allowed };
    }

    /// <summary>Empties a pool, so that every limb the decoder takes is an allocation that counts. What is drained goes to the collector.</summary>
    private static void Drain(LimbPool pool)
    {
        const int Most = 8192;
        for (long free = pool.RetainedBytes / (8L * pool.N); free > 0; free -= Most)
#pragma warning disable CA1816 // it has no finaliser to run any more: what it held is dropped on purpose, and counting it as returned would hide a leak
            GC.SuppressFinalize(pool.Rent((int)Math.Min(free, Most), Representation.Ntt));
#pragma warning restore CA1816
    }
}
