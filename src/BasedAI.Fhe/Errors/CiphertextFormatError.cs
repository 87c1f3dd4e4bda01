namespace BasedAI.Fhe;

/// <summary>Why bytes are not the plaintext, ciphertext or key they should be.</summary>
public enum CiphertextFormatError
{
    /// <summary>The bytes end too early.</summary>
    Truncated = 1,

    /// <summary>The bytes do not start with the format's mark.</summary>
    BadMagic,

    /// <summary>A format version this reader does not know.</summary>
    UnsupportedVersion,

    /// <summary>Another kind of object, for example a key where a ciphertext should be.</summary>
    WrongKind,

    /// <summary>Made under other parameters.</summary>
    ParametersMismatch,

    /// <summary>The stated length does not follow from the header.</summary>
    LengthMismatch,

    /// <summary>A level the parameters do not have.</summary>
    LevelOutOfRange,

    /// <summary>A scale that is not finite, below one, or too large for the level.</summary>
    ScaleOutOfRange,

    /// <summary>A degree other than 1 or 2.</summary>
    DegreeOutOfRange,

    /// <summary>A form or representation this reader does not know.</summary>
    UnsupportedForm,

    /// <summary>A residue that is not below its prime.</summary>
    ResidueOutOfRange,

    /// <summary>A secret coefficient that is not -1, 0 or 1.</summary>
    SecretOutOfRange,

    /// <summary>A Galois element that is even or not below 2N.</summary>
    GaloisElementOutOfRange,

    /// <summary>Keys that are not in strictly ascending order of their Galois element.</summary>
    KeysOutOfOrder,

    /// <summary>More items than the caller allows.</summary>
    TooManyItems,

    /// <summary>The checksum does not match.</summary>
    ChecksumMismatch,

    /// <summary>Bytes after the end.</summary>
    TrailingBytes,
}
