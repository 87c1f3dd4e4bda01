namespace BasedAI.Fhe.Ring;

/// <summary>The odd number g of the automorphism X → X^g of Z[X]/(X^N+1); g &lt; 2N.</summary>
/// <param name="Value">g itself.</param>
public readonly record struct GaloisElement(uint Value)
{
    /// <summary>The element that rotates N/2 slots by <paramref name="steps"/> to the left: 5^steps mod 2N.</summary>
    /// <param name="steps">Any integer; taken modulo N/2, so that a negative number rotates to the right.</param>
    /// <param name="logN">log2 of the ring degree.</param>
    public static GaloisElement FromRotation(int steps, int logN)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(logN, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logN, 30);
        var slots = 1 << (logN - 1);
        var mask = (1UL << (logN + 1)) - 1;
        var exponent = (uint)(((steps % slots) + slots) % slots);
        ulong power = 1, square = 5;
        for (; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
                power = (power * square) & mask;
            square = (square * square) & mask;
        }
        return new GaloisElement((uint)power);
    }

    /// <summary>The element that conjugates every slot: 2N − 1.</summary>
    /// <param name="logN">log2 of the ring degree.</param>
    public static GaloisElement Conjugation(int logN)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(logN, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logN, 30);
        return new GaloisElement((uint)((2UL << logN) - 1));
    }

    /// <summary>The element of the opposite automorphism: g⁻¹ mod 2N, for an odd g.</summary>
    /// <param name="logN">log2 of the ring degree.</param>
    public GaloisElement GetInverse(int logN)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(logN, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logN, 30);
        // Newton's iteration on odd numbers modulo 2^32: each step doubles the low bits that are right, and g itself has three.
        var inverse = Value;
        for (var i = 0; i < 4; i++)
            inverse *= 2 - (Value * inverse);
        return new GaloisElement(inverse & (uint)((2UL << logN) - 1));
    }
}
