using System.Collections.Immutable;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>The smallest ring whose primes serve a program at 128 bits of security.</summary>
internal static class ParameterChoice
{
    private const int MinLogN = 13, MaxLogN = 16;

    /// <summary>Bits of q0 above the scale: the answer's size, its sign and a reserve.</summary>
    public const int DefaultHeadroomBits = 10;

    /// <summary>Lowers a graph for growing rings until the primes fit.</summary>
    /// <param name="lower">The program for some number of slots.</param>
    /// <param name="scaleBits">log2 of the scale.</param>
    /// <param name="headroomBits">Bits of q0 above the scale.</param>
    /// <exception cref="ModelFormatException">No ring up to 2^16 does.</exception>
    public static (CkksParameters Parameters, SlotProgram Program) Choose(Func<int, SlotProgram> lower, int scaleBits, int headroomBits)
    {
        int depth = 0;
        for (int logN = MinLogN; logN <= MaxLogN; logN++)
        {
            SlotProgram program;
            try
            {
                program = lower(1 << (logN - 1));
            }
            catch (ModelFormatException) when (logN < MaxLogN)
            {
                continue;                            // too few slots, perhaps; the last ring's reason is the one that counts
            }
            depth = program.Depth;
            if (TryCreate(logN, depth, scaleBits, headroomBits) is { } parameters) return (parameters, program);
        }
        throw new ModelFormatException(
            $"The circuit is {depth} levels deep; at a scale of 2^{scaleBits} no ring up to N = 2^{MaxLogN} has room for that at 128 bits of security. Use fewer layers, or a smaller scale.");
    }

    private static CkksParameters? TryCreate(int logN, int depth, int scaleBits, int headroomBits)
    {
        var literal = new CkksParametersLiteral
        {
            LogN = logN,
            LogQ = [Math.Min(scaleBits + headroomBits, CkksParameters.MaxPrimeBits), .. Enumerable.Repeat(scaleBits, depth)],
            LogP = ImmutableArray<int>.Empty,
            LogDefaultScale = scaleBits,
        };
        try
        {
            return CkksParameters.Create(SpecialPrimes.Choose(literal));
        }
        catch (FheParameterException)
        {
            return null;
        }
    }
}
