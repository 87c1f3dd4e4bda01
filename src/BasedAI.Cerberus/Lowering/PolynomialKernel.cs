using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>A polynomial of every slot: powers by halving, so that a degree of n costs log2 n levels and one more where a coefficient is not one.</summary>
internal static class PolynomialKernel
{
    public static LoweredValue Apply(LoweringContext context, string layer, PolynomialLayer polynomial, LoweredValue value)
    {
        var coefficients = polynomial.Coefficients;
        if (coefficients[0] != 0 && !context.Geometry.IsRecord)
            throw new ModelFormatException($"Layer \"{layer}\" has the constant {coefficients[0]:G4}, which would make padding tokens count. Move it into the next layer's bias.");
        return value with { Blocks = [.. value.Blocks.Select(block => Apply(context, layer, coefficients, block))] };
    }

    private static int Apply(LoweringContext context, string layer, ImmutableArray<double> coefficients, int value)
    {
        var builder = context.Builder;
        var powers = new Dictionary<int, int> { [1] = value };
        int Power(int exponent)
        {
            if (!powers.TryGetValue(exponent, out int step))
                powers.Add(exponent, step = builder.Multiply(Power((exponent + 1) / 2), Power(exponent / 2)));
            return step;
        }

        int total = builder.Sum(Enumerable.Range(1, coefficients.Length - 1).Where(i => coefficients[i] != 0).Reverse().Select(i => coefficients[i] == 1
            ? Power(i)
            : builder.Multiply(Power(i), context.GetVector(FormattableString.Invariant($"{layer}.c{i}"), (_, _, _) => coefficients[i]))));
        return coefficients[0] == 0 ? total : builder.Add(total, context.GetVector($"{layer}.c0", (_, _, _) => coefficients[0]));
    }
}
