using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

public sealed class SlotLayoutTests
{
    [Fact]
    public void SlotOf_ReplicaIsFastestAndFeatureSlowest()
    {
        var layout = new SlotLayout(2, 32, 64);
        Assert.Equal(4096, layout.SlotCount);
        Assert.Equal("token-feature-r2-v1", layout.Id);
        Assert.Equal(0, layout.SlotOf(0, 0, 0));
        Assert.Equal(1, layout.SlotOf(1, 0, 0));
        Assert.Equal(2, layout.SlotOf(0, 1, 0));
        Assert.Equal(64, layout.SlotOf(0, 0, 1));
        Assert.Equal(4095, layout.SlotOf(1, 31, 63));
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.SlotOf(2, 0, 0));
    }

    [Fact]
    public void Pack_FillsBothReplicasAndZeroesThePadding()
    {
        double[,] rows = SentimentSamples.Rows(5, 32);
        (double[] x, double[] xOverN) = AttentionPoolingLayout.Pack(rows, 3);
        var layout = new SlotLayout(2, 32, 64);
        for (int replica = 0; replica < 2; replica++)
        {
            double[,] back = layout.Unpack(x, replica);
            double[,] averaged = layout.Unpack(xOverN, replica);
            for (int t = 0; t < 32; t++)
            {
                for (int j = 0; j < 64; j++)
                {
                    Assert.Equal(t < 3 ? rows[t, j] : 0, back[t, j]);
                    Assert.Equal(t < 3 ? rows[t, j] / 3 : 0, averaged[t, j], 14);
                }
            }
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionPoolingLayout.Pack(rows, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionPoolingLayout.Pack(rows, 33));
    }

    [Fact]
    public void TryParse_AcceptsOnlyTheWrittenForm()
    {
        Assert.True(SlotLayout.TryParse("token-feature-r2-v1", 32, 64, out SlotLayout? layout));
        Assert.Equal((2, 4096), (layout.Replicas, layout.SlotCount));
        foreach (string? wrong in new[]
        {
            null, "", "token-feature-r", "token-feature-r-v1", "token-feature-r0-v1", "token-feature-r02-v1", "token-feature-r+2-v1",
            "token-feature-r2-v2", "token-feature-r99999999999-v1", "token-feature-r65-v1",
        })
        {
            Assert.False(SlotLayout.TryParse(wrong, 32, 64, out _), wrong);
        }
        Assert.False(SlotLayout.TryParse("token-feature-r2-v1", int.MaxValue, int.MaxValue, out _));
    }
}
