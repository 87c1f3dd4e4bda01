using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

public sealed class SlotFoldTests
{
    [Fact]
    public void Fold_SumsAtTheStride()
    {
        var clear = new CleartextAlgebra();
        Assert.Equal([16, 20, 16, 20, 16, 20, 16, 20], SlotFold.Sum(clear, [1, 2, 3, 4, 5, 6, 7, 8], 2, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => SlotFold.Sum(clear, [1, 2, 3, 4], 1, 3));
    }
}
