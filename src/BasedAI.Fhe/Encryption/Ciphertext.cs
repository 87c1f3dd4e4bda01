using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// An encrypted vector: polynomials c0, c1 (and c2) modulo q0·…·q_level in NTT form, with c0 + c1·s (+ c2·s²) ≈ plaintext.
/// Degree 2 comes out of a multiplication and goes back to 1 by relinearisation. Changes only when given as the destination of an operation; whoever
/// received it disposes it.
/// </summary>
public sealed class Ciphertext : IDisposable
{
    /// <summary>Length in bytes of the seed of a fresh symmetric ciphertext.</summary>
    public const int SeedSizeInBytes = 32;

    private byte[]? _seed;
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
    public int Level { get; private set; }

    /// <summary>Factor between the real values and the integer coefficients.</summary>
    public Scale Scale { get; private set; }

    /// <summary>1, or 2 after a multiplication that has not been relinearised.</summary>
    public int Degree { get; private set; }

    /// <summary>True if c1 is the expansion of a seed, so that the serialised form is half as long.</summary>
    public bool IsSeeded => _seed is not null;

    internal CkksParameters Parameters { get; }

    internal ReadOnlySpan<byte> Seed => _seed;

    /// <summary>Room for results: a ciphertext without content, to be the destination of operations. Each gives it the shape of its result.</summary>
    public static Ciphertext CreateDestination(CkksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var pool = LimbPool.For(parameters.N);
        return new(parameters, 0, parameters.DefaultScale, [pool.Rent(1, Representation.Ntt, clear: true), pool.Rent(1, Representation.Ntt, clear: true)]);
    }

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

    /// <summary>
    /// Takes the shape of a result. Limbs that stay keep their content; with a pool that is warm nothing is allocated unless the degree grows for the
    /// first time.
    /// </summary>
    internal void Reshape(int degree, int level, Scale scale)
    {
        var parts = _parts ?? throw new ObjectDisposedException(nameof(Ciphertext));
        if (degree >= parts.Length)
        {
            int before = parts.Length;
            Array.Resize(ref parts, degree + 1);
            for (int i = before; i < parts.Length; i++) parts[i] = LimbPool.For(Parameters.N).Rent(level + 1, Representation.Ntt);
            _parts = parts;
        }

        for (int i = 0; i < parts.Length; i++) parts[i].Resize(i <= degree ? level + 1 : 0);
        (Degree, Level, Scale, _seed) = (degree, level, scale, null);
    }

    internal RnsPolynomial Part(int index) => (_parts ?? throw new ObjectDisposedException(nameof(Ciphertext)))[index];

    private RnsPolynomial[] CloneParts()
    {
        var parts = new RnsPolynomial[Degree + 1];
        for (int i = 0; i < parts.Length; i++) parts[i] = Part(i).Clone();
        return parts;
    }
}
