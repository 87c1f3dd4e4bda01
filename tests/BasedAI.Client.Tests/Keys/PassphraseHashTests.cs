using Konscious.Security.Cryptography;

namespace BasedAI.Client.Tests.Keys;

public sealed class PassphraseHashTests
{
    /// <summary>RFC 9106, section 5.3: the package computes Argon2id.</summary>
    [Fact]
    public void The_package_gives_the_RFCs_test_vector()
    {
        using var argon = new Argon2id([.. Enumerable.Repeat((byte)1, 32)])
        {
            Salt = [.. Enumerable.Repeat((byte)2, 16)],
            KnownSecret = [.. Enumerable.Repeat((byte)3, 8)],
            AssociatedData = [.. Enumerable.Repeat((byte)4, 12)],
            MemorySize = 32,
            Iterations = 3,
            DegreeOfParallelism = 4,
        };
        Assert.Equal("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659", Convert.ToHexStringLower(argon.GetBytes(32)));
    }

    [Theory]
    [InlineData(64 * 1024, 3, 1, true)]
    [InlineData(8 * 1024, 1, 1, true)]
    [InlineData((8 * 1024) - 1, 3, 1, false)]
    [InlineData((1024 * 1024) + 1, 3, 1, false)]
    [InlineData(64 * 1024, 0, 1, false)]
    [InlineData(64 * 1024, 17, 1, false)]
    [InlineData(64 * 1024, 3, 0, false)]
    [InlineData(64 * 1024, 3, 9, false)]
    [InlineData(int.MinValue, int.MinValue, int.MinValue, false)]
    public void A_files_cost_is_bounded(int memory, int iterations, int parallelism, bool isInRange)
        => Assert.Equal(isInRange, new PassphraseHash(memory, iterations, parallelism).IsInRange);

    [Fact]
    public void The_default_cost_is_the_documented_one() => Assert.Equal(new PassphraseHash(65536, 3, 1), PassphraseHash.Default);
}
