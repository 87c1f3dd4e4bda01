namespace BasedAI.Fhe.Tests;

public sealed class AlgebraTests
{
    private static readonly CkksParameters Parameters = FheTestContext.Project.Parameters;

    private static readonly CkksParameters TwoSpecialPrimes = CkksParameters.Create(new CkksParametersLiteral
    {
        LogN = 14,
        LogQ = [40, 38, 38, 38, 38, 38, 38, 38, 38],
        LogP = [43, 43],
        LogDefaultScale = 38,
    });

    [Fact]
    public void Clear_RotationShiftsLeftAndWraps()
    {
        var clear = new CleartextAlgebra();
        Assert.Equal([2, 3, 4, 1], clear.Rotate([1, 2, 3, 4], 1));
        Assert.Equal([4, 1, 2, 3], clear.Rotate([1, 2, 3, 4], -1));
        Assert.Equal([3, 4, 1, 2], clear.RotateHoisted([1, 2, 3, 4], [1, 6])[1]);
    }

    [Fact]
    public void Clear_VerbsAreTheArithmeticOfTheSlots()
    {
        var clear = new CleartextAlgebra();
        Assert.Equal([5, 1], clear.Add([2, 3], [3, -2]));
        Assert.Equal([-1, 5], clear.Subtract([2, 3], [3, -2]));
        Assert.Equal([-2, -3], clear.Negate([2, 3]));
        Assert.Equal([6, -6], clear.Multiply([2, 3], [3, -2]));
        Assert.Equal([4, 9], clear.Square([2, 3]));
        Assert.Throws<ArgumentException>(() => clear.Add([2, 3], [3]));
    }

    [Fact]
    public void Levels_ErrorsNameBothSidesAndTheRemedy()
    {
        var levels = new LevelAlgebra(Parameters);
        CiphertextShape high = levels.Input(3, Parameters.DefaultScale);
        CiphertextShape low = levels.Input(1, Parameters.DefaultScale);
        RequireMessage(() => levels.Add(high, low), "level 3", "level 1", "Drop 2 level(s) of the left side");
        RequireMessage(() => levels.Multiply(low, high), "level 3", "level 1", "of the right side");
        RequireMessage(() => levels.Subtract(high, high with { Scale = Scale.FromLog2(38) }), "2^39", "2^38", "scale of an operand");
        RequireMessage(() => levels.Add(high, Operand(2, 39)), "level 3", "level 2", "Encode the operand for level 3");
        RequireMessage(() => levels.Add(high, Operand(3, 38)), "2^39", "2^38", "left side's scale");
        RequireMessage(() => levels.Multiply(low, Operand(1, 50)), "2^39", "2^50", "Rescale first");
        RequireMessage(() => levels.Rescale(levels.Input(0, Parameters.DefaultScale)), "lowest level");
        RequireMessage(() => levels.Rescale(high), "Multiply first");
        RequireMessage(() => levels.Relinearize(high), "degree 1 already");
        RequireMessage(() => levels.Rotate(levels.Square(high), 1), "degree 2", "Relinearise first");
        RequireMessage(() => levels.Multiply(levels.Square(high), high), "degree 2", "Relinearise first");
        RequireMessage(() => levels.Rotate(high, 4096), "change nothing");
        RequireMessage(() => levels.DropLevel(low, 2), "1 to 1");
        RequireMessage(() => levels.Input(4, Parameters.DefaultScale), "level 4", "0 to 3");
    }

    [Fact]
    public void Levels_ScalesThatDifferByMoreThanRoundingAreRefused()
    {
        var levels = new LevelAlgebra(Parameters);
        CiphertextShape left = levels.Input(3, Parameters.DefaultScale);
        CiphertextShape right = left with { Scale = new Scale(left.Scale.Value * (1 + Math.ScaleB(1, -47))) };
        Assert.Throws<FheOperandException>(() => levels.Add(left, right));
        Assert.Equal(left, levels.Add(left, left with { Scale = new Scale(Math.BitIncrement(left.Scale.Value)) }));
    }

    [Fact]
    public void Cost_KeySwitchTransformsFollowTheFormula()
    {
        // Design figures for two special primes: 77 transforms at nine primes, 9 at one.
        Assert.Equal(77, Count(costs => costs.Rotate(costs.Input(8, Scale.FromLog2(38)), 1)).KeySwitchNtts);
        Assert.Equal(9, Count(costs => costs.Rotate(costs.Input(0, Scale.FromLog2(38)), 1)).KeySwitchNtts);

        // Hoisted: the 55 transforms of the decomposition once, 22 for each rotation.
        CircuitCost hoisted = Count(costs => costs.RotateHoisted(costs.Input(8, Scale.FromLog2(38)), [1, 2, 3]));
        Assert.Equal((55 + 3 * 22, 3, 0, 3), (hoisted.KeySwitchNtts, hoisted.HoistedRotations, hoisted.Rotations, hoisted.KeySwitches));
    }

    [Fact]
    public void Cost_KeysAreMinimal()
    {
        var costs = new CostAlgebra(TwoSpecialPrimes);
        CiphertextShape high = costs.Input(8, Scale.FromLog2(38));
        CiphertextShape low = costs.Input(2, Scale.FromLog2(38));
        costs.Rotate(low, 5);
        costs.Rotate(high, 5);
        costs.Rotate(high, 5 - 8192);                                    // the same rotation
        costs.Conjugate(low);
        Assert.Equal(3, costs.Cost.GaloisPairs);
        EvaluationKeyRequest keys = costs.RequiredKeys;
        Assert.Null(keys.RelinearizationLevel);
        Assert.Equal(
            [new GaloisKeyRequest(TwoSpecialPrimes.GetRotationElement(5), 8), new GaloisKeyRequest(TwoSpecialPrimes.ConjugationElement, 2)],
            keys.Galois);
    }

    private static CircuitCost Count(Action<CostAlgebra> circuit)
    {
        var costs = new CostAlgebra(TwoSpecialPrimes);
        circuit(costs);
        return costs.Cost;
    }

    private static PlaintextOperand Operand(int level, double logScale) =>
        PlaintextOperand.FromSlots(new CkksEncoder(Parameters), "K", new double[4096], level, Scale.FromLog2(logScale));

    private static void RequireMessage(Action verb, params string[] parts)
    {
        FheOperandException exception = Assert.Throws<FheOperandException>(verb);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
