namespace BasedAI.Fhe.Ring;

/// <summary>A polynomial by its residues: limb i is N numbers modulo the i-th prime of whatever basis its owner has in mind.</summary>
/// <remarks>
/// Rented from a <see cref="LimbPool"/>; <see cref="Dispose"/> gives the limbs back, after which every member throws. Do not use a span of a disposed
/// polynomial. Not thread-safe to change; safe to read from many threads.
/// </remarks>
public sealed class RnsPolynomial : IDisposable
{
    private readonly LimbPool _pool;
    private LimbPool.Limb[]? _limbs;

    internal RnsPolynomial(LimbPool pool, LimbPool.Limb[] limbs, Representation representation)
    {
        _pool = pool;
        _limbs = limbs;
        LimbCount = limbs.Length;
        Representation = representation;
    }

    /// <summary>Gives a forgotten polynomial's limbs to the garbage collector.</summary>
    ~RnsPolynomial()
    {
        if (_limbs is not null)
            _pool.Forget(LimbCount);
    }

    /// <summary>The ring degree.</summary>
    public int N => _pool.N;

    /// <summary>Live limbs.</summary>
    public int LimbCount { get; private set; }

    /// <summary>What the numbers stand for; the owner keeps it true.</summary>
    public Representation Representation { get; set; }

    /// <summary>Limb <paramref name="i"/>: N doubles, aligned to 64 bytes.</summary>
    /// <exception cref="ObjectDisposedException">The limbs were given back.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such limb.</exception>
    public Span<double> Limb(int i)
    {
        var limbs = Live;
        if ((uint)i >= (uint)LimbCount)
            throw new ArgumentOutOfRangeException(nameof(i), i, $"The polynomial has limbs 0 … {LimbCount - 1}.");
        return limbs[i].Array.AsSpan(limbs[i].Offset, N);
    }

    // Limbs are pinned: the address holds while the polynomial is kept alive and not disposed.
    internal unsafe double* Address(int i)
        => (double*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(Limb(i)));

    /// <summary>Copies limbs and representation; a destination with fewer limbs gets the first ones.</summary>
    /// <exception cref="ArgumentException">Other degree, or the destination has more limbs.</exception>
    public void CopyTo(RnsPolynomial destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.N != N || destination.LimbCount > LimbCount)
            throw new ArgumentException(
                $"Cannot copy {LimbCount} limbs of {N} to {destination.LimbCount} limbs of {destination.N}.", nameof(destination));
        for (var i = 0; i < destination.LimbCount; i++)
            Limb(i).CopyTo(destination.Limb(i));
        destination.Representation = Representation;
    }

    /// <summary>Zeroes every limb (wipes it, if it was secret).</summary>
    public void Clear()
    {
        for (var i = 0; i < LimbCount; i++)
            Limb(i).Clear();
    }

    /// <summary>A copy, from the same pool.</summary>
    public RnsPolynomial Clone()
    {
        ObjectDisposedException.ThrowIf(_limbs is null, this);
        var clone = _pool.Rent(LimbCount, Representation);
        CopyTo(clone);
        return clone;
    }

    /// <summary>Gives the last limbs back to the pool.</summary>
    /// <param name="count">Fewer than <see cref="LimbCount"/>.</param>
    public void DropLimbs(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, LimbCount);
        Resize(LimbCount - count);
    }

    /// <summary>Takes limbs from the pool or gives the last ones back; limbs that stay keep their content, new ones hold what was there.</summary>
    /// <param name="limbCount">0 … 8192.</param>
    public void Resize(int limbCount)
    {
        var limbs = Live;
        ArgumentOutOfRangeException.ThrowIfNegative(limbCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limbCount, 8192);
        if (limbCount < LimbCount)
        {
            var dropped = limbs.AsSpan(limbCount, LimbCount - limbCount);
            LimbCount = limbCount;
            _pool.Return(dropped);
            dropped.Clear();
            return;
        }
        if (limbCount > limbs.Length)
        {
            Array.Resize(ref limbs, limbCount);
            _limbs = limbs;
        }
        _pool.Fill(limbs.AsSpan(LimbCount, limbCount - LimbCount));
        LimbCount = limbCount;
    }

    /// <summary>Gives the limbs back. Twice is once.</summary>
    public void Dispose()
    {
        var limbs = Interlocked.Exchange(ref _limbs, null);
        if (limbs is null)
            return;
        GC.SuppressFinalize(this);
        _pool.Return(limbs.AsSpan(0, LimbCount));
    }

    private LimbPool.Limb[] Live
    {
        get
        {
            var limbs = _limbs;
            ObjectDisposedException.ThrowIf(limbs is null, this);
            return limbs;
        }
    }
}
