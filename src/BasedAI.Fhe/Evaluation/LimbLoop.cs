namespace BasedAI.Fhe;

/// <summary>Work on one limb that touches no other limb's result.</summary>
internal interface ILimbWork
{
    /// <summary>Does limb <paramref name="index"/>.</summary>
    void Run(int index);
}

/// <summary>Runs work limb by limb, on the calling thread or on a bounded number of threads. Limbs are independent, so results do not depend on it.</summary>
internal static class LimbLoop
{
    public static void Run<TWork>(int count, int threads, TWork work)
        where TWork : struct, ILimbWork
    {
        if (threads > 1 && count > 1)
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work.Run);
            return;
        }

        for (int i = 0; i < count; i++) work.Run(i);
    }
}
