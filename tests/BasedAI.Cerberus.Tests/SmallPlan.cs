using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

/// <summary>A plan that uses every opcode but DropLevel at N = 2^12, small enough to damage thousands of times.</summary>
internal static class SmallPlan
{
    public static CkksParameters Parameters { get; } = CkksParameters.Create(new CkksParametersLiteral
    {
        LogN = 12,
        LogQ = [34, 33],
        LogP = [38],
        LogDefaultScale = 30,
    });

    public static ExecutionPlan Create()
    {
        var recorder = new PlanRecorder(Parameters);
        PlanRegister a = recorder.Input("a", "plain-v1", 1, Parameters.DefaultScale);
        PlanRegister b = recorder.Input("b", "plain-v1", 1, Parameters.DefaultScale);
        return recorder.ToPlan("out", "plain-v1", Circuit(recorder, a, b));
    }

    /// <summary>With s = ab − b² + a·ramp: rot₅(rot₁s + rot₂s − rot₋₁s) + conj(b·ramp) + ramp. Only DropLevel is missing.</summary>
    public static T Circuit<T>(ICkksAlgebra<T> algebra, T a, T b)
    {
        var encoder = new CkksEncoder(Parameters);
        double[] ramp = [.. Enumerable.Range(0, Parameters.MaxSlots).Select(i => i / 4096.0)];
        double q1 = Parameters.RingQ[1].Modulus.Value;
        Scale product = Parameters.DefaultScale * Parameters.DefaultScale;
        PlaintextOperand factor = PlaintextOperand.FromSlots(encoder, "factor", ramp, 1, Parameters.DefaultScale);
        PlaintextOperand addend = PlaintextOperand.FromSlots(encoder, "addend", ramp, 0, new Scale(product.Value / q1));

        T products = algebra.Relinearize(algebra.Subtract(algebra.Multiply(a, b), algebra.Square(b)));
        T sum = algebra.Rescale(algebra.Add(products, algebra.Multiply(a, factor)));
        IReadOnlyList<T> rotated = algebra.RotateHoisted(sum, [1, 2, -1]);
        T folded = algebra.Add(algebra.Add(rotated[0], rotated[1]), algebra.Negate(rotated[2]));
        T low = algebra.Add(algebra.Rotate(folded, 5), algebra.Conjugate(algebra.Rescale(algebra.Multiply(b, factor))));
        return algebra.Add(low, addend);
    }
}
