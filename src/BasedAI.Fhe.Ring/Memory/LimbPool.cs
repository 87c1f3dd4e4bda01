// Limbs are arrays on the pinned heap, used from their first 64-byte boundary: they never move, and a span keeps its array alive. So a polynomial
// that was forgotten can be collected without danger to whoever still reads a span of it; its limbs go to the collector, not back to the pool.
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace BasedAI.Fhe.Ring;

/// <summary>Lends limbs of N doubles, aligned to 64 bytes. One pool per N; thread-safe.</summary>
public sealed class LimbPool
{
    /// <summary>Bytes a pool keeps for the next renter at most; more go to the garbage collector.</summary>
    public const long MaxRetainedBytes = 256L << 20;

    private const int Alignment = 64;
    private const int MaxShells = 64;

    private static readonly ConcurrentDictionary<int, LimbPool> Pools = new();

    private readonly Lock _lock = new();
    private readonly Stack<Limb> _free = new();
    private readonly Stack<RnsPolynomial> _shells = new();
    private long _outstanding;

    private LimbPool(int n) => N = n;

    /// <summary>Doubles in a limb.</summary>
    public int N { get; }

    /// <summary>Limbs lent and not yet returned. Zero when every polynomial is disposed: tests assert it.</summary>
    public long OutstandingLimbs => Volatile.Read(ref _outstanding);

    /// <summary>Bytes of the limbs kept for the next renter.</summary>
    public long RetainedBytes
    {
        get
        {
            lock (_lock)
                return _free.Count * BytesPerLimb;
        }
    }

    private long BytesPerLimb => (long)N * sizeof(double);

    /// <summary>The pool of a ring degree.</summary>
    /// <param name="n">A power of two, 2^5 … 2^17.</param>
    public static LimbPool For(int n)
    {
        if (Pools.TryGetValue(n, out var pool))
            return pool;
        if (n < 1 << ResidueRing.MinLogN || n > 1 << ResidueRing.MaxLogN || !int.IsPow2(n))
            throw new ArgumentOutOfRangeException(nameof(n), n, "A ring degree is a power of two from 2^5 to 2^17.");
        return Pools.GetOrAdd(n, static key => new LimbPool(key));
    }

    /// <summary>Lends a polynomial; dispose it to give its limbs back.</summary>
    /// <param name="limbCount">1 … 8192.</param>
    /// <param name="representation">What its numbers will stand for.</param>
    /// <param name="clear">Whether limbs are zeroed; otherwise they hold what was there.</param>
    public RnsPolynomial Rent(int limbCount, Representation representation, bool clear = false)
    {
        CheckCount(limbCount);
        var limbs = new Limb[limbCount];
        Fill(limbs);
        var polynomial = new RnsPolynomial(this, limbs, representation);
        if (clear)
            polynomial.Clear();
        return polynomial;
    }

    /// <summary>Lends scratch for the length of a method: <c>using var lease = pool.Lease(…)</c>. Allocates nothing once the pool is warm.</summary>
    /// <param name="limbCount">1 … 8192.</param>
    /// <param name="representation">What its numbers will stand for.</param>
    /// <param name="isSecret">Whether the limbs are wiped when the lease ends, however it ends.</param>
    public PolynomialLease Lease(int limbCount, Representation representation, bool isSecret = false)
    {
        CheckCount(limbCount);
        RnsPolynomial? shell;
        lock (_lock)
            _shells.TryPop(out shell);
        shell ??= new RnsPolynomial(this, [], representation);
        shell.Resize(limbCount);
        shell.Representation = representation;
        return new PolynomialLease(this, shell, isSecret);
    }

    internal void EndLease(RnsPolynomial shell)
    {
        shell.Resize(0);
        lock (_lock)
        {
            if (_shells.Count < MaxShells)
                _shells.Push(shell);
        }
    }

    internal void Fill(Span<Limb> limbs)
    {
        var found = 0;
        lock (_lock)
        {
            while (found < limbs.Length && _free.TryPop(out var limb))
                limbs[found++] = limb;
        }
        for (; found < limbs.Length; found++)
            limbs[found] = Allocate();
        Interlocked.Add(ref _outstanding, limbs.Length);
    }

    internal void Return(ReadOnlySpan<Limb> limbs)
    {
        Interlocked.Add(ref _outstanding, -limbs.Length);
        lock (_lock)
        {
            foreach (var limb in limbs)
            {
                if ((_free.Count + 1) * BytesPerLimb > MaxRetainedBytes)
                    break;
                _free.Push(limb);
            }
        }
    }

    internal void Forget(int count) => Interlocked.Add(ref _outstanding, -count);

    private static void CheckCount(int limbCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limbCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limbCount, 8192);
    }

    private unsafe Limb Allocate()
    {
        var array = GC.AllocateUninitializedArray<double>(N + (Alignment / sizeof(double)), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref array[0]);
        var misaligned = (int)(address % Alignment);
        return new Limb(array, misaligned == 0 ? 0 : (Alignment - misaligned) / sizeof(double));
    }

    /// <summary>A pinned array and where its first aligned double is.</summary>
    internal readonly record struct Limb(double[] Array, int Offset);
}
