using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// An encoded vector: a polynomial with integer coefficients modulo q0·…·q_level, held in NTT form. Not secret by itself, but a plaintext
/// that came out of a decryption is: see the security section of the README before sharing it.
/// </summary>
public sealed class Plaintext : IDisposable
{
    private RnsPolynomial? _polynomial;

    internal Plaintext(CkksParameters parameters, int level, Scale scale, RnsPolynomial polynomial)
    {
        Parameters = parameters;
        Level = level;
        Scale = scale;
        _polynomial = polynomial;
    }

    /// <summary>Parameters it was encoded under.</summary>
    public ParametersId ParametersId => Parameters.Id;

    /// <summary>Index of the last live limb.</summary>
    public int Level { get; }

    /// <summary>Factor between the real values and the integer coefficients.</summary>
    public Scale Scale { get; }

    internal CkksParameters Parameters { get; }

    internal RnsPolynomial Polynomial => _polynomial ?? throw new ObjectDisposedException(nameof(Plaintext));

    /// <summary>Returns the limbs to their pool.</summary>
    public void Dispose() => Interlocked.Exchange(ref _polynomial, null)?.Dispose();

    /// <summary>Level and scale, never content.</summary>
    public override string ToString() => $"plaintext, level {Level}, scale {Scale}";
}
