using System.Collections.Immutable;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SEAL's slot i is the value of the polynomial at ζ^(3^i), slot j of the native engine (of Lattigo and OpenFHE, too) that at ζ^(5^j); ζ = exp(2πi/2N).
/// The numbers 3^i are those that are 1 or 3 modulo 8, the 5^j those that are 1 modulo 4: for an even i there is a native slot with 3^i = 5^j, for an odd i
/// one with 3^i = -5^j, which holds the conjugate of the value.
/// </summary>
/// <remarks>
/// So a rotation in one order is no rotation in the other: native slot j + 1 is SEAL slot i + c with 3^c = -5, conjugated. Of vectors of real numbers
/// the native rotation by one is SEAL's by c (<see cref="GetSealSteps"/>).
/// </remarks>
public sealed class SealSlotOrder
{
    private readonly ImmutableArray<int> _native;
    private readonly ImmutableArray<int> _seal;

    internal SealSlotOrder(int logN)
    {
        LogN = logN;
        int slots = 1 << (logN - 1), mask = (4 * slots) - 1;
        var powersOf5 = new Dictionary<int, int>(slots);
        for (int j = 0, power = 1; j < slots; j++, power = (power * 5) & mask) powersOf5[power] = j;

        int[] native = new int[slots], seal = new int[slots];
        for (int i = 0, power = 1; i < slots; i++, power = (power * 3) & mask)
        {
            native[i] = powersOf5[IsConjugate(i) ? mask + 1 - power : power];
            seal[native[i]] = i;
        }

        _native = [.. native];
        _seal = [.. seal];
    }

    /// <summary>log2 of the ring degree.</summary>
    public int LogN { get; }

    /// <summary>The native slot of SEAL slot <paramref name="sealSlot"/>.</summary>
    public int GetNativeSlot(int sealSlot) => _native[sealSlot];

    /// <summary>The SEAL slot of native slot <paramref name="nativeSlot"/>.</summary>
    public int GetSealSlot(int nativeSlot) => _seal[nativeSlot];

    /// <summary>Whether the native slot holds the conjugate of SEAL slot <paramref name="sealSlot"/>.</summary>
    public static bool IsConjugate(int sealSlot) => (sealSlot & 1) != 0;

    /// <summary>What a native rotation is in SEAL's order: a rotation to the left by so many steps, and perhaps a conjugation.</summary>
    /// <param name="nativeSteps">0 … N/2 - 1.</param>
    public (int Steps, bool IsConjugated) GetSealSteps(int nativeSteps)
    {
        int steps = _seal[nativeSteps];
        return (steps, IsConjugate(steps));
    }
}
