namespace BasedAI.Fhe.Seal;

/// <summary>Why bytes are not the SEAL object they should be. Causes and cures are in the README of this project.</summary>
public enum SealFormatError
{
    /// <summary>The bytes end too early.</summary>
    Truncated = 1,

    /// <summary>More bytes than the object.</summary>
    TrailingBytes,

    /// <summary>No SEAL header: wrong mark, header size or reserved field.</summary>
    BadHeader,

    /// <summary>A major version other than 4.</summary>
    UnsupportedVersion,

    /// <summary>A compression other than none, zlib or zstd, or a nested object that is compressed.</summary>
    UnsupportedCompression,

    /// <summary>The compressed stream is damaged.</summary>
    CorruptCompression,

    /// <summary>The stated size is not the size of the content.</summary>
    SizeMismatch,

    /// <summary>More content than an object of these parameters has.</summary>
    TooLarge,

    /// <summary>A scheme other than CKKS.</summary>
    UnsupportedScheme,

    /// <summary>A ring degree that is no power of two from 2^5 to 2^16.</summary>
    DegreeOutOfRange,

    /// <summary>No primes, or more than 64.</summary>
    PrimeCountOutOfRange,

    /// <summary>A modulus of 0, 1 or more than 61 bits, or a plain modulus other than 0.</summary>
    ModulusOutOfRange,

    /// <summary>A parms_id these parameters do not have, or one of the wrong level for the kind of object.</summary>
    ParametersMismatch,

    /// <summary>Not in NTT form, which every CKKS object is in, or a flag that is neither 0 nor 1.</summary>
    UnsupportedForm,

    /// <summary>A count of polynomials outside 2 … 16, or other than 2 in a key.</summary>
    PolynomialCountOutOfRange,

    /// <summary>A count of coefficients or primes that is not that of the level.</summary>
    ShapeMismatch,

    /// <summary>A scale that is not a finite number above zero, or not 1 in a key.</summary>
    ScaleOutOfRange,

    /// <summary>A correction factor other than 1.</summary>
    CorrectionFactorOutOfRange,

    /// <summary>A word that is not below its prime.</summary>
    ResidueOutOfRange,

    /// <summary>A secret coefficient that is not -1, 0 or 1, or not the same modulo each prime.</summary>
    SecretOutOfRange,

    /// <summary>A seed of an unknown generator.</summary>
    UnsupportedGenerator,

    /// <summary>More switching keys than there can be, or a key with another number of parts than there are data primes.</summary>
    KeyCountOutOfRange,
}
