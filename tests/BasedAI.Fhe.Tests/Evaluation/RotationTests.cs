using System.Numerics;

namespace BasedAI.Fhe.Tests;

public class RotationTests
{
    public static TheoryData<string, double> Contexts => new()
    {
        { nameof(FheTestContext.Small), 13 },
        { nameof(FheTestContext.Project), 22 },
        { nameof(FheTestContext.TwoSpecial), 22 },
    };

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Rotate_MovesSlotsToTheLeft(string name, double bits)
    {
        var context = FheTestContext.Named(name);
        var x = context.ComplexValues(1);
        using var a = context.Encrypt(x);
        foreach (int steps in FheTestContext.Steps)
        {
            using var rotated = context.Evaluator.Rotate(a, steps);
            PrecisionAssert.AtLeast(bits, Rotated(x, steps), context.DecryptComplex(rotated));
            Assert.Equal(a.Scale, rotated.Scale);
            Assert.Equal(a.Level, rotated.Level);
        }
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Rotate_AtEveryLevel_WithFullKeys(string name, double bits)
    {
        var context = FheTestContext.Named(name);
        double[] x = context.Values(2);
        for (int level = 0; level <= context.Parameters.MaxLevel; level++)
        {
            using var a = context.Encrypt(x, level);
            using var rotated = context.Evaluator.Rotate(a, 3);
            PrecisionAssert.AtLeast(bits, Rotated(x, 3), context.Decrypt(rotated));
        }
    }

    [Fact]
    public void Rotate_Composes()
    {
        var context = FheTestContext.Project;
        double[] x = context.Values(3);
        using var a = context.Encrypt(x);
        using var one = context.Evaluator.Rotate(a, 1);
        using var three = context.Evaluator.Rotate(one, 2);
        using var direct = context.Evaluator.Rotate(a, 3);
        using var back = context.Evaluator.Rotate(one, -1);
        PrecisionAssert.AtLeast(22, context.Decrypt(direct), context.Decrypt(three));
        PrecisionAssert.AtLeast(22, x, context.Decrypt(back));
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public void RotateHoisted_HasTheBytesOfRotate(string name, double bits)
    {
        var context = FheTestContext.Named(name);
        double[] x = context.Values(4);
        for (int level = 0; level <= context.Parameters.MaxLevel; level++)
        {
            using var a = context.Encrypt(x, level);
            int[] steps = [.. FheTestContext.Steps, 0, 1];
            var hoisted = context.Evaluator.RotateHoisted(a, steps);
            for (int k = 0; k < steps.Length; k++)
            {
                using var plain = context.Evaluator.Rotate(a, steps[k]);
                Assert.Equal(CiphertextSerializer.ToBytes(plain), CiphertextSerializer.ToBytes(hoisted[k]));
                PrecisionAssert.AtLeast(bits, Rotated(x, steps[k]), context.Decrypt(hoisted[k]));
                hoisted[k].Dispose();
            }
        }
    }

    [Fact]
    public void Rotate_ByAFullTurn_IsTheIdentity()
    {
        var context = FheTestContext.Project;
        using var a = context.Encrypt(context.Values(5));
        foreach (int steps in (int[])[0, context.Parameters.MaxSlots, -context.Parameters.MaxSlots])
        {
            using var rotated = context.Evaluator.Rotate(a, steps);
            Assert.True(a.Part(0).Limb(0).SequenceEqual(rotated.Part(0).Limb(0)));
        }

        using var wrapped = context.Evaluator.Rotate(a, context.Parameters.MaxSlots + 1);
        using var one = context.Evaluator.Rotate(a, 1);
        Assert.Equal(CiphertextSerializer.ToBytes(one), CiphertextSerializer.ToBytes(wrapped));
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Conjugate_ConjugatesEverySlot(string name, double bits)
    {
        var context = FheTestContext.Named(name);
        var x = context.ComplexValues(6);
        using var a = context.Encrypt(x);
        using var conjugated = context.Evaluator.Conjugate(a);
        PrecisionAssert.AtLeast(bits, [.. x.Select(Complex.Conjugate)], context.DecryptComplex(conjugated));
    }

    private static T[] Rotated<T>(T[] values, int steps) =>
        [.. Enumerable.Range(0, values.Length).Select(i => values[(i + steps + values.Length) % values.Length])];
}
