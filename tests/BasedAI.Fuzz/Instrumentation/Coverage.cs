using System.Numerics;

namespace BasedAI.Fuzz.Instrumentation;

/// <summary>Where woven code says that it was: counters of edges between basic blocks, as AFL keeps them. One thread.</summary>
public static class Coverage
{
    /// <summary>Counters.</summary>
    public const int Size = 1 << 16;

    private static readonly byte[] Counters = new byte[Size];
    private static int s_previous;

    /// <summary>Called at the start of every basic block.</summary>
    public static void Visit(int block)
    {
        ref byte counter = ref Counters[(block ^ s_previous) & (Size - 1)];
        if (counter != byte.MaxValue) counter++;
        s_previous = block >> 1;
    }

    /// <summary>Forgets the last input.</summary>
    internal static void Reset()
    {
        Array.Clear(Counters);
        s_previous = 0;
    }

    /// <summary>Adds to <paramref name="seen"/> what is new in the last input: an edge, or another order of magnitude of its count.</summary>
    /// <returns>True if something was.</returns>
    internal static bool Merge(byte[] seen)
    {
        bool isNew = false;
        for (int i = 0; i < Size; i++)
        {
            byte count = Counters[i];
            if (count == 0) continue;
            byte magnitude = (byte)(1 << BitOperations.Log2(count));
            if ((seen[i] & magnitude) != 0) continue;
            seen[i] |= magnitude;
            isNew = true;
        }

        return isNew;
    }
}
