namespace BasedAI.Fhe.Tests;

public sealed class TokenLayoutTests
{
    private static TokenLayout Plain => new() { Tokens = 4, Features = 8, Replicas = 2 };

    [Fact]
    public void Every_slot_holds_what_the_formula_says()
    {
        var layout = Plain with { ReplicaShift = 2, ShiftPeriod = 2, ShiftOffset = 1, FeatureShift = 3, LengthThirds = 3 };
        double[,] rows = Rows(4, 8);
        double[] slots = new double[layout.SlotCount];
        layout.Pack(rows, length: 3, slots);
        for (int c = 0; c < 2; c++)
        {
            for (int t = 0; t < 4; t++)
            {
                for (int j = 0; j < 8; j++)
                {
                    int row = (t + (2 * c) + ((j + 1) % 2)) % 4;
                    double expected = row < 3 ? rows[row, (j + 3) % 8] / 3 : 0;
                    Assert.Equal(expected, slots[c + (2 * (t + (4 * j)))], 1e-15);
                }
            }
        }
    }

    [Fact]
    public void The_plain_layout_repeats_the_matrix_in_every_replica()
    {
        double[,] rows = Rows(4, 8);
        double[] slots = new double[64];
        Plain.Pack(rows, 4, slots);
        Assert.Equal(rows[2, 5], slots[Plain.SlotOf(0, 2, 5)]);
        Assert.Equal(rows[2, 5], slots[Plain.SlotOf(1, 2, 5)]);
    }

    [Fact]
    public void Thirds_of_the_length_multiply_to_one_over_n()
    {
        double[] third = new double[64];
        (Plain with { LengthThirds = 1 }).Pack(Rows(4, 8), 3, third);
        double[] plain = new double[64];
        Plain.Pack(Rows(4, 8), 3, plain);
        double factor = third[0] / plain[0];
        Assert.Equal(1.0 / 3, factor * factor * factor, 1e-15);
    }

    [Fact]
    public void A_name_reads_back()
    {
        var layout = Plain with { ReplicaShift = 2, ShiftPeriod = 2, ShiftOffset = 1, FeatureShift = 3, LengthThirds = 1 };
        Assert.Equal("tokens-r2-a2-g2-o1-f3-e1-v1", layout.Id);
        Assert.True(TokenLayout.TryParse(layout.Id, 4, 8, out var read));
        Assert.Equal(layout, read);
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("tokens-r02-a0-g1-o0-f0-e0-v1"), InlineData("tokens-r2-a4-g1-o0-f0-e0-v1"), InlineData("tokens-r2-a0-g9-o0-f0-e0-v1")]
    [InlineData("tokens-r2-a0-g2-o2-f0-e0-v1"), InlineData("tokens-r2-a0-g1-o0-f8-e0-v1"), InlineData("tokens-r2-a0-g1-o0-f0-e7-v1"), InlineData("tokens-r3-a0-g1-o0-f0-e0-v1")]
    [InlineData("tokens-r2-a0-g0-o0-f0-e0-v1"), InlineData("tokens-r99999-a0-g1-o0-f0-e0-v1"), InlineData("tokens-r2-a0-g1-o0-f0-e0-v2"), InlineData("tokens-r2-a0-g1-o0-f0-e0-v1 ")]
    public void Other_names_are_refused(string? id) => Assert.False(TokenLayout.TryParse(id, 4, 8, out _));

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Plain.Pack(Rows(4, 7), 4, new double[64]));
        Assert.Throws<ArgumentException>(() => Plain.Pack(Rows(4, 8), 4, new double[63]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain.Pack(Rows(4, 8), 0, new double[64]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain.Pack(Rows(4, 8), 5, new double[64]));
        Assert.Throws<ArgumentException>(() => (Plain with { ShiftPeriod = 9 }).Pack(Rows(4, 8), 4, new double[64]));
    }

    private static double[,] Rows(int tokens, int features)
    {
        double[,] rows = new double[tokens, features];
        for (int t = 0; t < tokens; t++)
            for (int j = 0; j < features; j++) rows[t, j] = 1 + t + (0.01 * j);
        return rows;
    }
}
