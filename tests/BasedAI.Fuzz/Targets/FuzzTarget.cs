namespace BasedAI.Fuzz.Targets;

/// <summary>One decoder: what it reads, what it may throw, and what its bytes justify.</summary>
internal abstract class FuzzTarget
{
    /// <summary>Name on the command line and of the files of findings.</summary>
    public abstract string Name { get; }

    /// <summary>Ring degree whose limbs the decoder takes.</summary>
    public abstract int N { get; }

    /// <summary>Inputs before the next target has its turn; fewer for slow ones.</summary>
    public virtual int Turn => 256;

    /// <summary>Genuine objects, the same every time.</summary>
    public abstract IReadOnlyList<byte[]> CreateSeeds();

    /// <summary>Reads and disposes. Says in a word what was read: a new word is worth keeping the input for.</summary>
    /// <exception cref="Exception">What the decoder throws.</exception>
    public abstract string Read(byte[] bytes);

    /// <summary>Why the bytes were refused, if that is what the exception means; null if the decoder should not have thrown it.</summary>
    public abstract string? GetRefusal(Exception exception);

    /// <summary>Managed bytes, limbs included, that reading may allocate.</summary>
    public abstract long GetAllowedBytes(ReadOnlySpan<byte> bytes);

    /// <summary>Makes damaged bytes get past checksums and outer lengths.</summary>
    public virtual byte[] Repair(byte[] bytes, Random random) => bytes;
}
