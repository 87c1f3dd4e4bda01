namespace BasedAI.Fhe.Ring;

/// <summary>An odd prime q with 2^30 &lt; q &lt; 2^50: the range in which a product modulo q is exact in doubles (notes/double-fma-exactness.md).</summary>
/// <remarks>
/// The constructor does not check; <see cref="Validate"/> does, and every <see cref="ResidueRing"/> is built through it.
/// </remarks>
/// <param name="Value">The prime itself.</param>
public readonly record struct Modulus(ulong Value)
{
    /// <summary>A modulus is larger than 2 to this power.</summary>
    public const int MinBits = 30;

    /// <summary>A modulus is smaller than 2 to this power.</summary>
    public const int MaxBits = 50;

    /// <summary>⌈log2 q⌉: the bits a residue needs.</summary>
    public int BitLength => 64 - System.Numerics.BitOperations.LeadingZeroCount(Value);

    /// <summary>Throws unless the value is a prime in range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 2^30, not below 2^50, or not prime.</exception>
    public void Validate()
    {
        if (Value <= 1UL << MinBits || Value >= 1UL << MaxBits)
            throw new ArgumentOutOfRangeException(nameof(Value), Value, "A modulus lies strictly between 2^30 and 2^50.");
        if (!PrimeSearch.IsPrime(Value))
            throw new ArgumentOutOfRangeException(nameof(Value), Value, "A modulus is prime.");
    }
}
