using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>An encryption of zero, (b, a) with b = -a·s + e over Q: whoever holds it can encrypt. a is the expansion of a seed.</summary>
public sealed class PublicKey : IDisposable
{
    private readonly byte[] _seed;
    private RnsPolynomial? _b;
    private RnsPolynomial? _a;

    internal PublicKey(CkksParameters parameters, byte[] seed, RnsPolynomial b)
    {
        Parameters = parameters;
        _seed = seed;
        _b = b;
        _a = Operands.Rent(parameters, parameters.MaxLevel);
        UniformExpansion.Expand(parameters, seed, UniformExpansion.Purpose.PublicKey, parameters.MaxLevel, _a);
    }

    /// <summary>Parameters the key belongs to.</summary>
    public ParametersId ParametersId => Parameters.Id;

    internal CkksParameters Parameters { get; }

    internal ReadOnlySpan<byte> Seed => _seed;

    internal RnsPolynomial B => _b ?? throw new ObjectDisposedException(nameof(PublicKey));

    internal RnsPolynomial A => _a ?? throw new ObjectDisposedException(nameof(PublicKey));

    /// <summary>Returns the limbs to their pool.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _b, null)?.Dispose();
        Interlocked.Exchange(ref _a, null)?.Dispose();
    }
}
