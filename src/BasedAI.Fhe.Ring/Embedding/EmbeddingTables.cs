using System.Runtime.InteropServices;

namespace BasedAI.Fhe.Ring.Embedding;

/// <summary>
/// Roots of the embedding of n slots. Stage s joins blocks of 2^s to blocks of 2^(s+1); its root j, at place 2^s + j, is exp(2πi·(5^j mod 8·2^s)/(8·2^s)), from
/// its own exact angle. Native memory for the life of the process.
/// </summary>
internal sealed unsafe class EmbeddingTables
{
    public EmbeddingTables(int logSlots)
    {
        LogSlots = logSlots;
        var n = (nuint)1 << logSlots;
        RootRe = (double*)NativeMemory.AlignedAlloc(n * sizeof(double), 64);
        RootIm = (double*)NativeMemory.AlignedAlloc(n * sizeof(double), 64);
        for (var s = 0; s < logSlots; s++)
        {
            int half = 1 << s, order = 8 << s, power = 1;
            for (var j = 0; j < half; j++, power = power * 5 & (order - 1))
                (RootIm[half + j], RootRe[half + j]) = double.SinCosPi(2.0 * power / order);
        }
    }

    public int LogSlots { get; }

    public double* RootRe { get; }

    public double* RootIm { get; }
}
