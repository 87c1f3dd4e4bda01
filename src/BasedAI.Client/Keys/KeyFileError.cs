namespace BasedAI.Client;

/// <summary>Why a key file cannot be used.</summary>
public enum KeyFileError
{
    /// <summary>There is no such file, or it cannot be read.</summary>
    Missing = 1,

    /// <summary>The file exists and was not to be replaced, or its folder cannot be written.</summary>
    NotWritten,

    /// <summary>It is another kind of file.</summary>
    NotAKeyFile,

    /// <summary>A version this client does not read.</summary>
    UnsupportedVersion,

    /// <summary>Its bytes are not those that were written.</summary>
    Damaged,

    /// <summary>The passphrase does not open it.</summary>
    WrongPassphrase,

    /// <summary>It opens, but its content is not a key ring of this client.</summary>
    BadContent,

    /// <summary>The keys are of other parameters, or not those the model's plan needs.</summary>
    OtherKeys,
}
