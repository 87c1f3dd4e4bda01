namespace BasedAI.Fhe.Ring;

/// <summary>Scratch of a <see cref="LimbPool"/> for the length of a method. <see cref="Dispose"/> gives limbs and handle back; use neither afterwards.</summary>
public readonly ref struct PolynomialLease
{
    private readonly LimbPool _pool;
    private readonly bool _isSecret;

    internal PolynomialLease(LimbPool pool, RnsPolynomial polynomial, bool isSecret)
    {
        _pool = pool;
        _isSecret = isSecret;
        Polynomial = polynomial;
    }

    /// <summary>The polynomial lent. Its limbs hold what was there.</summary>
    public RnsPolynomial Polynomial { get; }

    /// <summary>Limb <paramref name="i"/> of it.</summary>
    public Span<double> Limb(int i) => Polynomial.Limb(i);

    /// <summary>Ends the lease; wipes the limbs first if they held a secret. Once only.</summary>
    public void Dispose()
    {
        if (_isSecret)
            Polynomial.Clear();
        _pool.EndLease(Polynomial);
    }
}
