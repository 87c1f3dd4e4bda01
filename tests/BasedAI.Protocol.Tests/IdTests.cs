using CsCheck;

namespace BasedAI.Protocol.Tests;

public sealed class IdTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1023", 1023)]
    [InlineData("0007", 7)]
    public void A_brain_id_is_a_number_from_0_to_1023(string text, int value)
    {
        Assert.True(BrainId.TryParse(text, out var id));
        Assert.Equal(value, id.Value);
    }

    [Theory]
    [InlineData("1024")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("٣")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_no_brain_id(string? text) => Assert.False(BrainId.TryParse(text, out _));

    [Fact]
    public void A_brain_id_out_of_range_says_the_range()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new BrainId(1024));
        Assert.Contains("0 … 1023", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_id_survives_its_text()
        => Gen.Guid.Where(g => g != Guid.Empty).Sample(guid =>
        {
            Assert.True(JobId.TryParse(new JobId(guid).ToString(), out var id));
            Assert.Equal(guid, id.Value);
        });

    [Fact]
    public void The_empty_job_id_is_refused() => Assert.False(JobId.TryParse(Guid.Empty.ToString(), out _));

    [Theory]
    [InlineData("miner-1", true)]
    [InlineData("0", true)]
    [InlineData("-miner", false)]
    [InlineData("Miner", false)]
    [InlineData("a/b", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Member_ids_follow_their_rule(string? id, bool valid) => Assert.Equal(valid, MemberId.IsValid(id));

    [Fact]
    public void A_member_id_has_at_most_64_characters()
    {
        Assert.True(MemberId.IsValid(new string('a', 64)));
        Assert.False(MemberId.IsValid(new string('a', 65)));
    }
}
