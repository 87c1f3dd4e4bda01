// ψ is the smallest primitive 2N-th root of unity modulo q (the choice of SEAL and HEXL). W[k] = ψ^rev(k), centred; group i of a layer with m groups
// uses W[m+i]. The inverse needs no table of its own: ψ^-rev(m+i) = −W[2m−1−i], since rev(m+i) + rev(2m−1−i) = N. The seven factors of the last three
// layers lie lane by lane: those of group s at Tail[56·(s/8) + 8·k + s mod 8], k = 0 … 6. So a ring has N factors in all, and none is stored twice.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BasedAI.Fhe.Ring.Kernels;

namespace BasedAI.Fhe.Ring.Ntt;

/// <summary>The constants of one (N, q). Native memory, 64-byte aligned, for the life of the process: a ring is cached and never given back.</summary>
internal sealed unsafe class NttTables
{
    public NttTables(int logN, Modulus modulus)
    {
        LogN = logN;
        Constants = ModulusConstants.Of(modulus);
        Schedule = new NttSchedule(logN, modulus);
        var n = 1 << logN;
        var q = modulus.Value;
        Root = SmallestPrimitiveRoot(logN, q, Constants);

        var powers = new double[n];
        var power = 1.0;
        for (var k = 0; k < n; k++)
        {
            powers[ReverseBits((uint)k, logN)] = ModularArithmetic.Centre((ulong)power, q);
            power = ModularArithmetic.Multiply(power, Root, Constants.Q, Constants.InverseQ);
        }

        var groups = n / 8;
        Factors = Allocate(Math.Max(groups, 8));
        for (var k = 0; k < groups; k++)
            Factors[k] = powers[k];
        Tail = Allocate(7 * Math.Max(groups, 8));
        for (var s = 0; s < groups; s++)
        {
            var lane = Tail + ((nint)(s / 8) * 56) + (s % 8);
            lane[0] = powers[groups + s];
            for (var k = 0; k < 2; k++)
                lane[8 * (1 + k)] = powers[(2 * groups) + (2 * s) + k];
            for (var k = 0; k < 4; k++)
                lane[8 * (3 + k)] = powers[(4 * groups) + (4 * s) + k];
        }

        var inverseN = ModularArithmetic.InversePrime((ulong)n, q);
        InverseN = ModularArithmetic.Centre(inverseN, q);
        var first = ModularArithmetic.Power(Root, (ulong)n / 2, q);
        InverseNTimesFirst = ModularArithmetic.Centre(ModularArithmetic.Multiply(inverseN, first, q), q);
    }

    public int LogN { get; }

    public ModulusConstants Constants { get; }

    public NttSchedule Schedule { get; }

    /// <summary>ψ.</summary>
    public ulong Root { get; }

    /// <summary>W[k] for k below N/8.</summary>
    public double* Factors { get; }

    /// <summary>Factors of the last three layers.</summary>
    public double* Tail { get; }

    /// <summary>1/N, centred.</summary>
    public double InverseN { get; }

    /// <summary>W[1]/N, centred.</summary>
    public double InverseNTimesFirst { get; }

    internal static uint ReverseBits(uint value, int bits)
    {
        uint reversed = 0;
        for (var i = 0; i < bits; i++)
            reversed = (reversed << 1) | ((value >> i) & 1);
        return reversed;
    }

    // Every primitive root is an odd power of any one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong SmallestPrimitiveRoot(int logN, ulong q, ModulusConstants constants)
    {
        var order = 2UL << logN;
        ulong root = 0;
        for (ulong g = 2; root == 0; g++)
        {
            var candidate = ModularArithmetic.Power(g, (q - 1) / order, q);
            if (ModularArithmetic.Power(candidate, order / 2, q) == q - 1)
                root = candidate;
        }
        double square = ModularArithmetic.Multiply(root, root, q);
        double power = root, smallest = root;
        for (ulong k = 1; k < order / 2; k++)
        {
            power = ModularArithmetic.Multiply(power, square, constants.Q, constants.InverseQ);
            smallest = Math.Min(smallest, power);
        }
        return (ulong)smallest;
    }

    private static double* Allocate(int count) => (double*)NativeMemory.AlignedAlloc((nuint)count * sizeof(double), 64);
}
