namespace BasedAI.Client.Tests.Models;

public sealed class RecordEncoderTests
{
    private static readonly RecordEncoder Encoder = new(ModelRequirements.Of(SampleManifest.OfRecords()).Record!);

    [Fact]
    public void Numbers_are_standardised_in_the_models_order_whatever_theirs()
    {
        var encoded = Encoder.Encode(Record((" Texture", 23), ("smooth ness", 0.12), ("RADIUS", 10.5)));
        Assert.Equal([-1, 1, 2], Enumerable.Range(0, 3).Select(j => Math.Round(encoded.Rows[0, j], 12)));
        Assert.Equal((1, 1), (encoded.Length, encoded.Rows.GetLength(0)));
        Assert.All(Encoder.EncodeMean().Rows.Cast<double>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void What_is_missing_unknown_or_double_is_named()
    {
        Refused("lacks 'texture', 'smooth ness'", ("radius", 1));
        Refused("does not know 'colour'", ("radius", 14), ("texture", 19), ("smooth ness", 0.1), ("colour", 1));
        Refused("twice", ("radius", 14), ("Radius ", 14), ("texture", 19), ("smooth ness", 0.1));
        Refused("radius, texture, smooth ness", ("radius", 1));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e6)]
    public void A_number_that_cannot_be_meant_is_refused(double value)
        => Refused("radius", ("radius", value), ("texture", 19), ("smooth ness", 0.1));

    private static void Refused(string reason, params (string, double)[] values)
        => Assert.Contains(reason, Assert.Throws<RecordException>(() => Encoder.Encode(Record(values))).Message, StringComparison.Ordinal);

    private static KeyValuePair<string, double>[] Record(params (string Name, double Value)[] values)
        => [.. values.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))];
}
