using CsCheck;

namespace BasedAI.Client.Tests.Models;

public sealed class LayoutTests
{
    [Fact]
    public void A_record_is_padded_and_repeated_through_all_slots()
    {
        var slots = new double[16];
        Array.Fill(slots, 9);
        new RecordLayout(4).Pack([1, 2, 3], slots);
        Assert.Equal([1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0], slots);
        Assert.Throws<ArgumentException>(() => new RecordLayout(4).Pack([1, 2, 3, 4, 5], new double[16]));
        Assert.Throws<ArgumentException>(() => new RecordLayout(4).Pack([1], new double[6]));
    }

    [Fact]
    public void A_name_of_a_record_layout_reads_back() => Gen.Int[0, 16].Sample(log =>
    {
        var layout = new RecordLayout(1 << log);
        Assert.True(RecordLayout.TryParse(layout.Id, out var read));
        Assert.Equal(layout, read);
    });

    [Theory]
    [InlineData(null), InlineData(""), InlineData("record-p"), InlineData("record-p-v1"), InlineData("record-p0-v1"), InlineData("record-p3-v1"), InlineData("record-p04-v1")]
    [InlineData("record-p+4-v1"), InlineData("record-p131072-v1"), InlineData("record-p4-v2"), InlineData("record-p99999999999-v1"), InlineData("tokens-r1-a0-g1-o0-f0-e0-v1")]
    public void Other_names_are_no_record_layouts(string? id) => Assert.False(RecordLayout.TryParse(id, out _));

    [Theory]
    [InlineData("scalar-every-slot-v1", 1, 1, 1)]
    [InlineData("strided-128x1-v1", 128, 1, 1)]
    [InlineData("strided-128x24-v1", 128, 24, 2945)]
    public void Answers_lie_every_so_many_slots(string id, int stride, int count, int slots)
    {
        Assert.True(OutputLayout.TryParse(id, out var layout));
        Assert.Equal((stride, count, slots), (layout.Stride, layout.Count, layout.SlotCount));
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("scalar-every-slot-v2"), InlineData("strided-0x4-v1"), InlineData("strided-4x0-v1"), InlineData("strided-04x4-v1")]
    [InlineData("strided-4x4097-v1"), InlineData("strided-99999x2-v1"), InlineData("strided-32768x3-v1"), InlineData("strided-4x4-v1 "), InlineData("strided-4-v1")]
    public void Other_names_are_no_answers(string? id) => Assert.False(OutputLayout.TryParse(id, out _));
}
