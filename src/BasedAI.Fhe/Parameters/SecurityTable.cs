namespace BasedAI.Fhe;

/// <summary>
/// The largest modulus allowed for a ring degree. Learning with errors gets easier as the modulus grows against the degree, so for each
/// N there is a largest log2(Q·P); the special primes count, because evaluation keys live modulo Q·P.
/// </summary>
/// <remarks>
/// Rows hold for a uniform ternary secret, an error of standard deviation 3.19 and a classical attacker. Source of every row:
/// Bossuat et al., "Security Guidelines for Implementing Homomorphic Encryption", ePrint 2024/463, table of the largest log2(Q·P) for
/// ternary secrets, which updates the HomomorphicEncryption.org standard of 2018.
/// </remarks>
public static class SecurityTable
{
    /// <summary>Smallest log2 N with a row.</summary>
    public const int MinLogN = 12;

    /// <summary>Largest log2 N with a row.</summary>
    public const int MaxLogN = 16;

    /// <summary>Returns the largest log2(Q·P), in bits, at which degree 2^<paramref name="logN"/> keeps <paramref name="level"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No row for the degree, or no table for the level.</exception>
    public static int GetMaxLogQP(int logN, SecurityLevel level) => (level, logN) switch
    {
        (SecurityLevel.Classical128, 12) => 106,   // ePrint 2024/463, N = 4096
        (SecurityLevel.Classical128, 13) => 214,   // ePrint 2024/463, N = 8192
        (SecurityLevel.Classical128, 14) => 430,   // ePrint 2024/463, N = 16384
        (SecurityLevel.Classical128, 15) => 868,   // ePrint 2024/463, N = 32768
        (SecurityLevel.Classical128, 16) => 1747,  // ePrint 2024/463, N = 65536
        (SecurityLevel.Classical128, _) => throw new ArgumentOutOfRangeException(nameof(logN), logN, "There is a row for N = 2^12 to 2^16."),
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "The table covers 128-bit classical security."),
    };
}
