using System.Runtime.CompilerServices;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>
/// Walks limbs with an operator, two registers a step. n is a multiple of 2·Count (a ring degree is at least 32). A destination may be one of the
/// sources exactly: each step reads before it writes.
/// </summary>
internal static unsafe class ResidueLoop
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes, TVector, TOperator>(double* x, double* destination, int n, TOperator f)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
        where TOperator : struct, IUnaryOperator<TVector>
    {
        for (nint j = 0; j < n; j += 2 * TLanes.Count)
        {
            var a = f.Invoke(TLanes.Load(x + j));
            var b = f.Invoke(TLanes.Load(x + j + TLanes.Count));
            TLanes.Store(destination + j, a);
            TLanes.Store(destination + j + TLanes.Count, b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes, TVector, TOperator>(double* x, double* y, double* destination, int n, TOperator f)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
        where TOperator : struct, IBinaryOperator<TVector>
    {
        for (nint j = 0; j < n; j += 2 * TLanes.Count)
        {
            var a = f.Invoke(TLanes.Load(x + j), TLanes.Load(y + j));
            var b = f.Invoke(TLanes.Load(x + j + TLanes.Count), TLanes.Load(y + j + TLanes.Count));
            TLanes.Store(destination + j, a);
            TLanes.Store(destination + j + TLanes.Count, b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes, TVector, TOperator>(double* x, double* y, double* z, double* destination, int n, TOperator f)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
        where TOperator : struct, ITernaryOperator<TVector>
    {
        for (nint j = 0; j < n; j += 2 * TLanes.Count)
        {
            var a = f.Invoke(TLanes.Load(x + j), TLanes.Load(y + j), TLanes.Load(z + j));
            var b = f.Invoke(TLanes.Load(x + j + TLanes.Count), TLanes.Load(y + j + TLanes.Count), TLanes.Load(z + j + TLanes.Count));
            TLanes.Store(destination + j, a);
            TLanes.Store(destination + j + TLanes.Count, b);
        }
    }
}
