namespace BasedAI.Fhe.Tests;

public sealed class LimbLoopTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    [InlineData(3, 8)]
    [InlineData(200, 4)]
    public void Every_limb_is_done_once(int count, int threads)
    {
        int[] runs = new int[count];
        for (int repeat = 0; repeat < 50; repeat++) LimbLoop.Run(count, threads, new Counting(runs));
        Assert.All(runs, times => Assert.Equal(50, times));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_failure_reaches_the_caller(int threads)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => LimbLoop.Run(16, threads, new Failing()));
        Assert.Equal("limb 7", failure.Message);
    }

    private readonly struct Counting(int[] runs) : ILimbWork
    {
        public void Run(int index) => Interlocked.Increment(ref runs[index]);
    }

    private readonly struct Failing : ILimbWork
    {
        public void Run(int index)
        {
            if (index == 7) throw new InvalidOperationException("limb 7");
        }
    }
}
