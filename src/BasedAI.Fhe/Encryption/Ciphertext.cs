using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// An encrypted vector: polynomials c0, c1 (and c2) modulo q0·…·q_level in NTT form, with c0 + c1·s (+ c2·s²) ≈ plaintext.
/// Degree 2 comes out of a multiplication and goes back to 1 by relinearisation. Immutable; whoever received it disposes it.
/// </summary>
public sealed class Ciphertext : IDisposable
{
    /// <summary>Length in bytes of the seed of a fresh symmetric ciphertext.</summary>
    public const int SeedSizeInBytes = 32;

    private readonly byte[]? _seed;
    private RnsPolynomial[]? _parts;

    internal Ciphertext(CkksParameters parameters, int level, Scale scale, RnsPolynomial[] parts, byte[]? seed = null)
    {
        Parameters = parameters;
        Level = level;
        Scale = scale;
        Degree = parts.Length - 1;
        _parts = parts;
        _seed = seed;
    }

    /// <summary>Parameters it was encrypted under.</summary>
    public ParametersId ParametersId => Parameters.Id;

    /// <summary>Index of the last live limb; 0 at the bottom.</summary>
    public int Level { get; }

    /// <summary>Factor between the real values and the integer coefficients.</summary>
    public Scale Scale { get; }

    /// <summary>1, or 2 after a multiplication that has not been relinearised.</summary>
    public int Degree { get; }

    /// <summary>True if c1 is the expansion of a seed, so that the serialised form is half as long.</summary>
    public bool IsSeeded => _seed is not null;

    internal CkksParameters Parameters { get; }

    internal ReadOnlySpan<byte> Seed => _seed;

    /// <summary>A copy with its own lifetime.</summary>
    public Ciphertext Clone() => new(Parameters, Level, Scale, CloneParts(), _seed);

    /// <summary>Returns the limbs to their pool.</summary>
    public void Dispose()
    {
        var parts = Interlocked.Exchange(ref _parts, null);
        if (parts is null) return;
        foreach (var part in parts) part.Dispose();
    }

    /// <summary>Degree, level and scale, never content.</summary>
    public override string ToString() => $"ciphertext, degree {Degree}, level {Level}, scale {Scale}";

    /// <summary>A copy that is no longer a fresh ciphertext: what every evaluation returns.</summary>
    internal Ciphertext CloneWithoutSeed() => new(Parameters, Level, Scale, CloneParts());

    internal RnsPolynomial Part(int index) => (_parts ?? throw new ObjectDisposedException(nameof(Ciphertext)))[index];

    private RnsPolynomial[] CloneParts()
    {
        var parts = new RnsPolynomial[Degree + 1];
        for (int i = 0; i < parts.Length; i++) parts[i] = Part(i).Clone();
        return parts;
    }
}
