using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>An addition that is done together with the products, used nowhere else, that it adds up.</summary>
/// <param name="Products">Their registers, in the order they are added.</param>
/// <param name="Addend">A register that is added too, or −1.</param>
internal sealed record ProductSum(ImmutableArray<int> Products, int Addend)
{
    /// <summary>Most products in one sum: the factors of all are held until it is done.</summary>
    public const int MaxProducts = 8;
}
