namespace BasedAI.Fhe.Measurement.Tests;

public sealed class CkksSuiteTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    public static TheoryData<string> Sets => [.. CkksSet.Names];

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_set_is_secure_and_its_digits_are_covered(string name)
    {
        var parameters = CkksParameters.Create(CkksSet.Get(name).Literal);
        Assert.True(parameters.LogQP <= SecurityTable.GetMaxLogQP(parameters.LogN, SecurityLevel.Classical128));
        Assert.Equal(name, $"{CkksSet.Get(name).Name}");
    }

    [Fact]
    public void An_unknown_set_is_named()
        => Assert.Contains("'e'", Assert.Throws<ArgumentException>(() => CkksSet.Get("e")).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_operation_is_measured()
    {
        using var suite = new CkksSuite(CkksSet.Get("a"));
        foreach (string name in suite.OperationNames)
        {
            var measured = suite.Measure(name, Short, TestContext.Current.CancellationToken);
            Assert.Equal(name, measured.Op);
            Assert.InRange(measured.MinUs, double.Epsilon, measured.MedianUs);
            Assert.True(measured.Runs >= 15, $"{name}: {measured.Runs} runs");
        }
    }

    [Fact]
    public void An_unknown_operation_is_named_and_a_cancelled_one_ends()
    {
        using var suite = new CkksSuite(CkksSet.Get("a"));
        Assert.Contains("'fly'", Assert.Throws<ArgumentException>(() => suite.Measure("fly", Short, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => suite.Measure("add", TimeSpan.FromHours(1), new CancellationToken(canceled: true)));
    }

    /// <summary>What a user uploads: a Galois key of set b at its full level is at most 3.2 MB, and half of it is a seed.</summary>
    [Fact]
    public void Keys_of_set_b_are_small()
    {
        using var suite = new CkksSuite(CkksSet.Get("b"));
        var parameters = suite.Parameters;
        var bytes = suite.MeasureSizes();
        Assert.InRange(bytes.GaloisKey, 1, 3_200_000);
        long bits = parameters.RingQ.Concat(parameters.RingP).Sum(ring => (long)ring.Modulus.BitLength);
        Assert.InRange(bytes.GaloisKey - (parameters.DigitCount * parameters.N / 8 * bits), 0, 200);
        long ciphertextBits = parameters.RingQ.Sum(ring => (long)ring.Modulus.BitLength);
        Assert.InRange(bytes.SeededCiphertext - (parameters.N / 8 * ciphertextBits), 0, 200);
        Assert.InRange(bytes.Ciphertext - (2 * parameters.N / 8 * ciphertextBits), 0, 200);
    }

    [Fact]
    public void Nothing_rented_is_kept()
    {
        const int N = 1 << 13;
        new CkksSuite(CkksSet.Get("a")).Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Ring.LimbPool.For(N).OutstandingLimbs;
        using (var suite = new CkksSuite(CkksSet.Get("a")))
        {
            foreach (string name in suite.OperationNames) suite.Measure(name, Short, TestContext.Current.CancellationToken);
            suite.MeasureSizes();
        }

        Assert.Equal(before, Ring.LimbPool.For(N).OutstandingLimbs);
    }
}
