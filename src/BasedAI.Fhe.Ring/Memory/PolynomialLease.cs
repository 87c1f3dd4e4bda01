namespace BasedAI.Fhe.Ring;

/// <summary>Scratch of a <see cref="LimbPool"/> for the length of a method. <see cref="Dispose"/> gives limbs and handle back; use neither afterwards.</summary>
public readonly ref struct PolynomialLease
{
    private readonly LimbPool _pool;

    internal PolynomialLease(LimbPool pool, RnsPolynomial polynomial)
    {
        _pool = pool;
        Polynomial = polynomial;
    }

    /// <summary>The polynomial lent. Its limbs hold what was there.</summary>
    public RnsPolynomial Polynomial { get; }

    /// <summary>Limb <paramref name="i"/> of it.</summary>
    public Span<double> Limb(int i) => Polynomial.Limb(i);

    /// <summary>Ends the lease. Once only.</summary>
    public void Dispose() => _pool.EndLease(Polynomial);
}
