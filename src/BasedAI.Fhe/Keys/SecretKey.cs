using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// The secret polynomial s, coefficients uniform on {-1, 0, 1}. Lives in the process of its owner; disposing it wipes it. It has no
/// text form, and becomes bytes only through <see cref="SecretKeySerializer"/>.
/// </summary>
public sealed class SecretKey : IDisposable
{
    private readonly sbyte[] _coefficients;
    private RnsPolynomial? _ntt;

    /// <summary>Takes a copy of the coefficients; the caller wipes its own.</summary>
    internal SecretKey(CkksParameters parameters, ReadOnlySpan<sbyte> coefficients)
    {
        Parameters = parameters;
        _coefficients = GC.AllocateUninitializedArray<sbyte>(parameters.N, pinned: true);   // pinned: the collector leaves no copies behind
        coefficients.CopyTo(_coefficients);
        _ntt = LimbPool.For(parameters.N).Rent(parameters.MaxLevel + 1 + parameters.Alpha, Representation.Ntt);
        using var integers = LimbPool.For(parameters.N).Lease(1, Representation.Coefficient, isSecret: true);
        var values = integers.Limb(0);
        for (int i = 0; i < values.Length; i++) values[i] = _coefficients[i];
        for (int i = 0; i < _ntt.LimbCount; i++)
        {
            var ring = parameters.GetRing(parameters.MaxLevel, i);
            ring.Reduce(values, _ntt.Limb(i));
            ring.Ntt(_ntt.Limb(i));
        }
    }

    /// <summary>Wipes a key that was forgotten.</summary>
    ~SecretKey() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_coefficients.AsSpan()));

    /// <summary>Parameters the key belongs to.</summary>
    public ParametersId ParametersId => Parameters.Id;

    internal CkksParameters Parameters { get; }

    /// <summary>The key in NTT form over q0 … q_MaxLevel, p0 ….</summary>
    internal RnsPolynomial Ntt => _ntt ?? throw new ObjectDisposedException(nameof(SecretKey));

    internal ReadOnlySpan<sbyte> Coefficients => _ntt is null ? throw new ObjectDisposedException(nameof(SecretKey)) : _coefficients;

    /// <summary>Wipes the key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_coefficients.AsSpan()));
        var ntt = Interlocked.Exchange(ref _ntt, null);
        if (ntt is not null)
        {
            ntt.Clear();
            ntt.Dispose();
        }

        GC.SuppressFinalize(this);
    }
}
