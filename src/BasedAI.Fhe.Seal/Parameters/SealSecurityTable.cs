namespace BasedAI.Fhe.Seal;

/// <summary>
/// The bound SEAL itself enforces: the largest log2 of the product of all primes for a uniform ternary secret and 128 bits of classical security.
/// </summary>
/// <remarks>
/// Source of every row: HomomorphicEncryption.org, "Homomorphic Encryption Security Standard" (2018), table 1, as in SEAL's hestdparms.h. It allows a few
/// bits more than <see cref="SecurityTable"/> of the native engine, which is newer.
/// </remarks>
public static class SealSecurityTable
{
    /// <summary>The largest bit count of the product of the primes, or 0 if the table has no row for the degree.</summary>
    public static int GetMaxBits(int n) => n switch
    {
        1024 => 27,
        2048 => 54,
        4096 => 109,
        8192 => 218,
        16384 => 438,
        32768 => 881,
        _ => 0,
    };
}
