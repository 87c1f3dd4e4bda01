using System.Runtime.ExceptionServices;

namespace BasedAI.Client;

/// <summary>Work for all processors that fails as work for one does: with its own exception.</summary>
internal static class Concurrently
{
    /// <summary>Does <paramref name="work"/> for 0 … count − 1, in any order, and returns when all is done or something failed.</summary>
    public static void For(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, work);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
