namespace BasedAI.Cerberus.Tests;

public sealed class TensorTests
{
    [Fact]
    public void Values_AreACopyAndRowMajor()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        var tensor = new Tensor([2, 3], values);
        values[5] = 0;
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor.Values.ToArray());
        Assert.Equal((1f, 3f, 4f, 6f), (tensor[0, 0], tensor[0, 2], tensor[1, 0], tensor[1, 2]));
        Assert.Equal("float32 [2, 3]", tensor.ToString());
    }

    [Fact]
    public void Scalars_AndEmptyTensors_AreAllowed()
    {
        Assert.Equal(1, new Tensor([], [7]).Count);
        Assert.Equal(0, new Tensor([3, 0, int.MaxValue], []).Count);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 2)]
    [InlineData(-1, -6)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Shapes_ThatDoNotFit_AreRefused(int rows, int columns) =>
        Assert.Contains("6 values", Assert.Throws<ArgumentException>(() => new Tensor([rows, columns], new float[6])).Message, StringComparison.Ordinal);

    [Fact]
    public void Indices_OutsideTheMatrix_AreRefused()
    {
        var tensor = new Tensor([2, 3], new float[6]);
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor[0, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor[2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor[-1, 0]);
        Assert.Throws<InvalidOperationException>(() => new Tensor([6], new float[6])[0, 0]);
    }
}
