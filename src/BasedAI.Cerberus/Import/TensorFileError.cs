namespace BasedAI.Cerberus;

/// <summary>Ways for a file of tensors to be wrong.</summary>
public enum TensorFileError
{
    /// <summary>A size or a count exceeds its limit.</summary>
    TooLarge,

    /// <summary>The bytes end too early.</summary>
    Truncated,

    /// <summary>The header is not what the format says.</summary>
    InvalidHeader,

    /// <summary>A name that is empty, too long, unprintable or not UTF-8.</summary>
    InvalidName,

    /// <summary>Two tensors of one name.</summary>
    DuplicateName,

    /// <summary>Numbers of a type that is not read.</summary>
    UnsupportedType,

    /// <summary>A shape with too many or impossible dimensions.</summary>
    InvalidShape,

    /// <summary>Data that overlap, leave gaps or are not as long as their shape says.</summary>
    InvalidOffsets,

    /// <summary>A number that is not finite, or too large for single precision.</summary>
    InvalidValue,

    /// <summary>Bytes follow the last tensor.</summary>
    TrailingBytes,
}
