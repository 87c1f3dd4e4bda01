using System.Runtime.ExceptionServices;

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
            new Share<TWork>(count, work).Run(Math.Min(threads, count));
            return;
        }

        for (int i = 0; i < count; i++) work.Run(i);
    }

    /// <summary>
    /// One counter that every thread takes its next limb from: a limb is a tenth of a millisecond or more, so single limbs balance best. The caller works too
    /// and waits only for limbs that were begun, never for a thread that has not started: a busy pool slows nothing below one thread.
    /// </summary>
    private sealed class Share<TWork>(int count, TWork work)
        where TWork : struct, ILimbWork
    {
        private int _next = -1;
        private int _done;
        private Exception? _failure;

        public void Run(int threads)
        {
            for (int i = 1; i < threads; i++) ThreadPool.UnsafeQueueUserWorkItem(static share => share.TakeAll(), this, preferLocal: false);
            TakeAll();
            SpinWait wait = default;
            while (Volatile.Read(ref _done) < count) wait.SpinOnce(sleep1Threshold: -1);
            if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
        }

        private void TakeAll()
        {
            for (int index; (index = Interlocked.Increment(ref _next)) < count; Interlocked.Increment(ref _done))
            {
                try
                {
                    if (Volatile.Read(ref _failure) is null) work.Run(index);
                }
                catch (Exception exception)
                {
                    Interlocked.CompareExchange(ref _failure, exception, null);
                }
            }
        }
    }
}
