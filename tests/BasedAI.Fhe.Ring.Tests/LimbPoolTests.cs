using System.Runtime.CompilerServices;

namespace BasedAI.Fhe.Ring.Tests;

/// <summary>Degrees 2^7 … 2^10 are used by no other test class: their counters are this class's own.</summary>
public sealed class LimbPoolTests
{
    [Fact]
    public void Limbs_are_counted_out_and_in()
    {
        var pool = LimbPool.For(1 << 7);
        Assert.Equal(0, pool.OutstandingLimbs);
        using (var a = pool.Rent(3, Representation.Ntt))
        {
            Assert.Equal(3, pool.OutstandingLimbs);
            using var b = a.Clone();
            Assert.Equal(6, pool.OutstandingLimbs);
            b.DropLimbs(2);
            Assert.Equal(1, b.LimbCount);
            Assert.Equal(4, pool.OutstandingLimbs);
            Assert.Throws<ArgumentOutOfRangeException>(() => b.Limb(1));
        }
        Assert.Equal(0, pool.OutstandingLimbs);
        Assert.Equal(6 * 128 * sizeof(double), pool.RetainedBytes);
        using var again = pool.Rent(6, Representation.Ntt);
        Assert.Equal(0, pool.RetainedBytes);
    }

    [Fact]
    public void Leases_and_resizing_are_counted_too()
    {
        var pool = LimbPool.For(1 << 10);
        using (var lease = pool.Lease(4, Representation.Coefficient))
        {
            Assert.Equal(4, pool.OutstandingLimbs);
            Assert.Equal(4, lease.Polynomial.LimbCount);
            lease.Limb(0).Fill(3);
            lease.Polynomial.Resize(6);
            Assert.Equal(3, lease.Limb(0)[5]);
            Assert.Equal(6, pool.OutstandingLimbs);
        }
        Assert.Equal(0, pool.OutstandingLimbs);
        RnsPolynomial before, after;
        using (var lease = pool.Lease(2, Representation.Coefficient))
            before = lease.Polynomial;
        using (var lease = pool.Lease(3, Representation.Ntt))
            after = lease.Polynomial;
        Assert.Same(before, after);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Lease(0, Representation.Ntt).Dispose());
        Assert.Equal(0, pool.OutstandingLimbs);
    }

    [Fact]
    public unsafe void Limbs_are_aligned_and_apart()
    {
        using var polynomial = LimbPool.For(1 << 8).Rent(5, Representation.Coefficient, clear: true);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(256, polynomial.Limb(i).Length);
            Assert.Equal(0u, (nuint)Unsafe.AsPointer(ref polynomial.Limb(i)[0]) % 64);
            Assert.False(polynomial.Limb(i).ContainsAnyExcept(0.0));
            polynomial.Limb(i).Fill(i + 1);
        }
        for (var i = 0; i < 5; i++)
            Assert.False(polynomial.Limb(i).ContainsAnyExcept(i + 1.0));
        polynomial.Clear();
        Assert.Equal(0.0, polynomial.Limb(4)[255]);
    }

    [Fact]
    public void A_disposed_polynomial_refuses_everything_but_dispose()
    {
        var pool = LimbPool.For(1 << 9);
        var polynomial = pool.Rent(2, Representation.Coefficient);
        using var other = pool.Rent(2, Representation.Coefficient);
        polynomial.Dispose();
        polynomial.Dispose();
        Assert.Equal(2, pool.OutstandingLimbs);
        Assert.Throws<ObjectDisposedException>(() => polynomial.Limb(0));
        Assert.Throws<ObjectDisposedException>(() => polynomial.Clone());
        Assert.Throws<ObjectDisposedException>(() => polynomial.DropLimbs(1));
        Assert.Throws<ObjectDisposedException>(() => polynomial.Clear());
        Assert.Throws<ObjectDisposedException>(() => polynomial.CopyTo(other));
        Assert.Throws<ObjectDisposedException>(() => other.CopyTo(polynomial));
    }

    [Fact]
    public void Copying_takes_the_first_limbs_and_the_representation()
    {
        var pool = LimbPool.For(1 << 9);
        using var source = pool.Rent(3, Representation.Ntt);
        for (var i = 0; i < 3; i++)
            source.Limb(i).Fill(i);
        using var destination = pool.Rent(2, Representation.Coefficient);
        source.CopyTo(destination);
        Assert.Equal(Representation.Ntt, destination.Representation);
        Assert.Equal(1.0, destination.Limb(1)[100]);
        Assert.Throws<ArgumentException>(() => destination.CopyTo(source));
    }

    [Fact]
    public void A_forgotten_polynomial_is_counted_in_by_its_finaliser()
    {
        var pool = LimbPool.For(1 << 10);
        Forget(pool);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return pool.OutstandingLimbs == 0;
            },
            TimeSpan.FromSeconds(20)));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget(LimbPool pool)
        {
            var forgotten = pool.Rent(4, Representation.Coefficient);
            Assert.Equal(4, pool.OutstandingLimbs);
            forgotten.Limb(0).Clear();
        }
    }

    [Fact]
    public void Many_threads_share_a_pool()
    {
        var pool = LimbPool.For(1 << 11);
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using var polynomial = pool.Rent(1 + (i % 5), Representation.Coefficient);
            for (var k = 0; k < polynomial.LimbCount; k++)
                polynomial.Limb(k).Fill(i);
            for (var k = 0; k < polynomial.LimbCount; k++)
                Assert.False(polynomial.Limb(k).ContainsAnyExcept((double)i));
        });
        Assert.Equal(0, pool.OutstandingLimbs);
    }

    [Theory]
    [InlineData(16), InlineData(100), InlineData(1 << 18), InlineData(-32)]
    public void A_degree_out_of_range_is_refused(int n) => Assert.Throws<ArgumentOutOfRangeException>(() => LimbPool.For(n));
}
