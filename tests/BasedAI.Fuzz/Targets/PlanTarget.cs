using BasedAI.Cerberus;
using BasedAI.Fhe;

namespace BasedAI.Fuzz.Targets;

/// <summary>Execution plans. They are refused unless their parameters are secure, so these are the smallest of those.</summary>
internal sealed class PlanTarget : FuzzTarget
{
    /// <summary>
    /// A coefficient of one byte becomes a 64-bit integer, and validation writes the plan once more through a buffer that doubles. Tables of rings are made at
    /// the first transform, which no reader does.
    /// </summary>
    private const int BytesPerByte = 24;

    /// <summary>A parameter set of up to 64 primes with its tables for pairs of primes, an encoder, what the validator keeps of each level.</summary>
    private const int FixedBytes = 1 << 19;

    private static readonly CkksParameters Parameters =
        CkksParameters.Create(new CkksParametersLiteral { LogN = 12, LogQ = [34, 33], LogP = [38], LogDefaultScale = 30 });

    public override string Name => "plan";

    public override int N => Parameters.N;

    public override int Turn => 32;

    public override IReadOnlyList<byte[]> CreateSeeds() => [CreatePlan(hasOperand: false), CreatePlan(hasOperand: true)];

    public override string Read(byte[] bytes)
    {
        var plan = ExecutionPlan.Read(bytes);
        return plan.ToBytes().AsSpan().SequenceEqual(bytes)
            ? $"{plan.Inputs.Length} {plan.Operands.Length} {plan.Instructions.Length} {plan.Segments.Length} {plan.PredictedNoiseBits is null}"
            : throw new InvalidOperationException("A plan that was accepted is written in other bytes.");
    }

    public override string? GetRefusal(Exception exception) => (exception as PlanFormatException)?.Error.ToString();

    public override long GetAllowedBytes(ReadOnlySpan<byte> bytes) => FixedBytes + ((long)BytesPerByte * bytes.Length);

    private static byte[] CreatePlan(bool hasOperand)
    {
        var recorder = new PlanRecorder(Parameters);
        var a = recorder.Input("a", "plain-v1", 1, Parameters.DefaultScale);
        var b = recorder.Input("b", "plain-v1", 1, Parameters.DefaultScale);
        var product = recorder.Relinearize(recorder.Subtract(recorder.Multiply(a, b), recorder.Square(b)));
        if (hasOperand)
        {
            recorder.BeginSegment("products");
            var factor = PlaintextOperand.FromSlots(new CkksEncoder(Parameters), "factor", [0.5, 1, 2], 1, Parameters.DefaultScale);
            product = recorder.Add(product, recorder.Multiply(a, factor));
        }

        recorder.BeginSegment("rotations");
        var rescaled = recorder.Rescale(product);
        var rotated = recorder.RotateHoisted(rescaled, [1, 2]);
        var sum = recorder.Add(recorder.Add(rotated[0], recorder.Negate(rotated[1])), recorder.Conjugate(recorder.Rotate(rescaled, 5)));
        return recorder.ToPlan("out", "plain-v1", sum, hasOperand ? -20.5 : null).ToBytes();
    }
}
