using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// The material of a key switch from s' to s: for each digit d a pair (b_d, a_d) over q0 … q_level, p0 … with
/// b_d = -a_d·s + e_d + P·g_d·s', where g_d is 1 modulo the primes of digit d and 0 modulo the others. NTT form; a_d from a seed.
/// </summary>
internal sealed class SwitchingKey : IDisposable
{
    private readonly byte[] _seed;
    private RnsPolynomial[]? _b;
    private RnsPolynomial[]? _a;

    /// <summary>Takes over both halves; a must be the expansion of the seed.</summary>
    public SwitchingKey(CkksParameters parameters, int level, byte[] seed, RnsPolynomial[] b, RnsPolynomial[] a)
    {
        Parameters = parameters;
        Level = level;
        _seed = seed;
        _b = b;
        _a = a;
    }

    public CkksParameters Parameters { get; }

    public ParametersId ParametersId => Parameters.Id;

    /// <summary>Highest level the key is usable at.</summary>
    public int Level { get; }

    public int DigitCount => B.Length;

    public ReadOnlySpan<byte> Seed => _seed;

    public ReadOnlySpan<RnsPolynomial> B => _b ?? throw new ObjectDisposedException("evaluation key");

    public ReadOnlySpan<RnsPolynomial> A => _a ?? throw new ObjectDisposedException("evaluation key");

    /// <summary>Where limb <paramref name="limb"/> of q0 … q_level, p0 … is: a key cut at a higher level has more limbs before P.</summary>
    public int GetLimb(int level, int limb) => limb <= level ? limb : limb - level + Level;

    /// <summary>The uniform half of every digit.</summary>
    public static RnsPolynomial[] Expand(CkksParameters parameters, int level, ReadOnlySpan<byte> seed)
    {
        var a = new RnsPolynomial[parameters.GetDigitCount(level)];
        for (int d = 0; d < a.Length; d++)
        {
            a[d] = LimbPool.For(parameters.N).Rent(level + 1 + parameters.Alpha, Representation.Ntt);
            UniformExpansion.ExpandDigit(parameters, seed, d, level, a[d]);
        }

        return a;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _b, null) is { } b) Operands.DisposeAll(b);
        if (Interlocked.Exchange(ref _a, null) is { } a) Operands.DisposeAll(a);
    }
}
