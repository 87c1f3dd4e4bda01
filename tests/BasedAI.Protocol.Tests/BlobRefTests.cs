namespace BasedAI.Protocol.Tests;

public sealed class BlobRefTests
{
    private static readonly BlobRef Good = BlobRef.Of("abc"u8, MediaTypes.Plan);

    [Fact]
    public void The_name_is_the_digest_of_the_content()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Good.Sha256);
        Assert.Equal(3, Good.Length);
        Assert.Null(Good.Problem(3));
    }

    [Fact]
    public void Each_wrong_part_is_named()
    {
        Assert.Contains("sha256", (Good with { Sha256 = Good.Sha256.ToUpperInvariant() }).Problem(3), StringComparison.Ordinal);
        Assert.Contains("sha256", (Good with { Sha256 = "../../etc/passwd" }).Problem(3), StringComparison.Ordinal);
        Assert.Contains("length is 3 bytes; it must be 1 … 2", Good.Problem(2), StringComparison.Ordinal);
        Assert.Contains("length is 0", (Good with { Length = 0 }).Problem(2), StringComparison.Ordinal);
        Assert.Contains("media type 'text/html'", (Good with { MediaType = "text/html" }).Problem(3), StringComparison.Ordinal);
    }
}
