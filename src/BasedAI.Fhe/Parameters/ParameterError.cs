namespace BasedAI.Fhe;

/// <summary>Each way a <see cref="CkksParametersLiteral"/> can be wrong. Causes and cures are in the README of this project.</summary>
public enum ParameterError
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The ring degree is outside 2^12 … 2^16.</summary>
    RingDegreeOutOfRange,

    /// <summary>The literal names no ciphertext prime.</summary>
    NoCiphertextPrimes,

    /// <summary>The literal names no special prime, so no key switching is possible.</summary>
    NoSpecialPrimes,

    /// <summary>More primes than the format allows (<see cref="CkksParameters.MaxPrimeCount"/>).</summary>
    TooManyPrimes,

    /// <summary>A prime size is outside 31 … 50 bits.</summary>
    PrimeSizeOutOfRange,

    /// <summary>The default scale is below 2^1.</summary>
    ScaleTooSmall,

    /// <summary>The default scale is not below the first prime, so that a fully rescaled value would not fit.</summary>
    ScaleAboveFirstPrime,

    /// <summary>The product of the special primes is below the largest digit, so that key switching would add large noise.</summary>
    SpecialModulusBelowLargestDigit,

    /// <summary>log2(Q·P) is above what the degree supports at the required security.</summary>
    BelowRequiredSecurity,

    /// <summary><see cref="SecurityLevel.None"/> given to the secure route.</summary>
    SecurityNotRequired,

    /// <summary>A security level this library has no table for, or a level other than None given to the insecure route.</summary>
    UnsupportedSecurityLevel,

    /// <summary>A secret distribution this library does not know.</summary>
    UnsupportedSecretDistribution,

    /// <summary>Explicit primes whose count or sizes are not those of the sizes stated beside them, or given for Q or P alone.</summary>
    ModuliSizeMismatch,

    /// <summary>An explicit prime that is not strictly between 2^30 and 2^50.</summary>
    ModulusOutOfRange,

    /// <summary>An explicit modulus that is not prime.</summary>
    ModulusNotPrime,

    /// <summary>An explicit prime that is not 1 modulo 2N, so that its ring has no number-theoretic transform.</summary>
    ModulusNotCongruentToOne,

    /// <summary>The same explicit prime twice.</summary>
    DuplicateModulus,
}
