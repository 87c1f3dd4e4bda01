using System.Diagnostics;
using System.Reflection;

namespace BasedAI.Fhe.Tests;

/// <summary>A server that evaluates for hours must not feed the collector: with a destination, no verb allocates once pools and tables are warm.</summary>
[Collection(PoolCollection.Name)]
public sealed class SteadyStateAllocationTests
{
    private const string ThreeSpecial = "ThreeSpecial";

    private static readonly CkksParametersLiteral ThreeSpecialLiteral = new() { LogN = 13, LogQ = [36, 31], LogP = [45, 45, 45], LogDefaultScale = 31 };

    [Theory]
    [InlineData(nameof(FheTestContext.Project))]
    [InlineData(nameof(FheTestContext.TwoSpecial))]
    [InlineData(ThreeSpecial)]
    public void Verbs_with_a_destination_allocate_nothing(string name)
    {
        Assert.SkipWhen(
            typeof(CkksEvaluator).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true },
            "an unoptimised build boxes where an optimised one does not");
        var context = name == ThreeSpecial ? FheTestContext.Get(ThreeSpecialLiteral) : FheTestContext.Named(name);
        var (parameters, evaluator) = (context.Parameters, context.Evaluator);
        using var plaintext = context.Encoder.Encode(context.Values(1), parameters.MaxLevel, parameters.DefaultScale);
        using var a = context.Encrypt(context.Values(1));
        using var b = context.Encrypt(context.Values(2));
        using var product = evaluator.Multiply(a, b);
        using var full = evaluator.Relinearize(product);
        using var destination = Ciphertext.CreateDestination(parameters);
        Ciphertext[] rotated = [Ciphertext.CreateDestination(parameters), Ciphertext.CreateDestination(parameters)];
        int[] steps = [1, 2];
        foreach (var (verb, action) in ((string, Action)[])
        [
            ("Copy", () => evaluator.Copy(a, destination)),
            ("Add", () => evaluator.Add(a, b, destination)),
            ("Subtract", () => evaluator.Subtract(a, b, destination)),
            ("Add plaintext", () => evaluator.Add(a, plaintext, destination)),
            ("Subtract plaintext", () => evaluator.Subtract(a, plaintext, destination)),
            ("Negate", () => evaluator.Negate(a, destination)),
            ("AddConstant", () => evaluator.AddConstant(a, 0.5, destination)),
            ("MultiplyConstant", () => evaluator.MultiplyConstant(a, 3, new Scale(1), destination)),
            ("Multiply plaintext", () => evaluator.Multiply(a, plaintext, destination)),
            ("Multiply", () => evaluator.Multiply(a, b, destination)),
            ("Square", () => evaluator.Square(a, destination)),
            ("Relinearize", () => evaluator.Relinearize(product, destination)),
            ("Rescale", () => evaluator.Rescale(full, destination)),
            ("MultiplyRelinearizeRescale", () => evaluator.MultiplyRelinearizeRescale(a, b, destination)),
            ("DropLevel", () => evaluator.DropLevel(a, 1, destination)),
            ("Rotate", () => evaluator.Rotate(a, 1, destination)),
            ("RotateHoisted", () => evaluator.RotateHoisted(a, steps, rotated)),
            ("Conjugate", () => evaluator.Conjugate(a, destination)),
        ])
        {
            for (int i = 0; i < 3; i++) action();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 5; i++) action();
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated == 0, $"{verb} allocates {allocated / 5} bytes a call");
        }

        foreach (var one in rotated) one.Dispose();
    }
}
