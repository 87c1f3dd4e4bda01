namespace BasedAI.Grains.Tests;

public sealed class SharedCacheTests
{
    [Fact]
    public void A_value_is_loaded_once_and_shared()
    {
        using var cache = new SharedCache<Disposable>(100);
        var loads = 0;
        Parallel.For(0, 32, _ =>
        {
            using var lease = cache.Borrow("k", () => (new Disposable(Interlocked.Increment(ref loads)), 10));
            Assert.Equal(1, lease.Value.Number);
        });
        Assert.Equal(1, loads);
    }

    [Fact]
    public void What_is_in_use_is_never_disposed_and_the_oldest_unused_goes_first()
    {
        using var cache = new SharedCache<Disposable>(20);
        var used = cache.Borrow("a", () => (new Disposable(1), 10));
        var oldest = new Disposable(2);
        var middle = new Disposable(3);
        cache.Borrow("b", () => (oldest, 10)).Dispose();
        cache.Borrow("c", () => (middle, 10)).Dispose();

        Assert.True(oldest.IsDisposed);
        Assert.False(middle.IsDisposed);
        Assert.False(used.Value.IsDisposed);
        cache.Borrow("d", () => (new Disposable(4), 1000)).Dispose();
        Assert.False(used.Value.IsDisposed);
        used.Dispose();
        used.Dispose();
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void A_failed_load_is_not_kept()
    {
        using var cache = new SharedCache<Disposable>(20);
        Assert.Throws<InvalidDataException>(() => cache.Borrow("a", () => throw new InvalidDataException()));
        using var lease = cache.Borrow("a", () => (new Disposable(1), 10));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void Disposing_the_cache_waits_for_borrowers()
    {
        var cache = new SharedCache<Disposable>(20);
        var lease = cache.Borrow("a", () => (new Disposable(1), 10));
        cache.Dispose();
        Assert.False(lease.Value.IsDisposed);
        lease.Dispose();
        Assert.True(lease.Value.IsDisposed);
    }

    private sealed class Disposable(int number) : IDisposable
    {
        public int Number { get; } = number;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
