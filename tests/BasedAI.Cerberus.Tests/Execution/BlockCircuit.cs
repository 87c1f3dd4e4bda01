using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

/// <summary>
/// The steps of one transformer block with 16 generalised diagonals a matrix, 57 key switches from level 8 to level 0, with random numbers in place of weights:
/// what an executor does all day. With other sizes it is the same circuit in small.
/// </summary>
/// <param name="parameters">At least nine primes.</param>
/// <param name="shift">Slots from one feature to the next.</param>
/// <param name="seed">Of the numbers.</param>
internal sealed class BlockCircuit(CkksParameters parameters, int shift, int seed = 1)
{
    public const int Copies = 8;
    private const int Baby = 4, Giant = 4;

    private readonly CkksEncoder _encoder = new(parameters);
    private readonly Random _random = new(seed);

    public static CkksParametersLiteral Literal { get; } = new()
    {
        LogN = 14,
        LogQ = [42, 38, 38, 38, 38, 38, 38, 38, 38],
        LogP = [42, 42],
        LogDefaultScale = 38,
    };

    private double Delta => parameters.DefaultScale.Value;

    /// <summary>The plan at full size.</summary>
    public static ExecutionPlan CreatePlan() => new BlockCircuit(CkksParameters.Create(Literal), 128).Record();

    /// <summary>The plan over these parameters.</summary>
    public ExecutionPlan Record()
    {
        var recorder = new PlanRecorder(parameters);
        PlanRegister a = recorder.Input("a", "plain-v1", 8, parameters.DefaultScale);
        PlanRegister[] w = [.. Enumerable.Range(0, Copies).Select(k => recorder.Input($"w{k}", "plain-v1", 7, parameters.DefaultScale))];
        PlanRegister[] z = [.. Enumerable.Range(0, Copies).Select(k => recorder.Input($"z{k}", "plain-v1", 5, parameters.DefaultScale))];
        PlanRegister output = Run(recorder, a, w, z);
        return recorder.ToPlan("out", "plain-v1", output);
    }

    private PlanRegister Run(PlanRecorder recorder, PlanRegister a, PlanRegister[] w, PlanRegister[] z)
    {
        recorder.BeginSegment("queries");
        PlanRegister queries = recorder.Rescale(Matrices(recorder, a, 8, Q(8), 1)[0]);

        recorder.BeginSegment("scores");
        PlanRegister scores = recorder.Rescale(recorder.Relinearize(Products(recorder, queries, w)));
        scores = Fold(recorder, scores, shift * Copies, 3);
        double scale = Delta * Delta / Q(7);
        scores = recorder.Add(scores, Operand("offset", 6, new Scale(scale)));
        scores = recorder.Rescale(recorder.Relinearize(recorder.Square(scores)));
        scale = scale * scale / Q(6);

        recorder.BeginSegment("values");
        PlanRegister values = recorder.Rescale(recorder.Relinearize(Products(recorder, scores, z)));
        values = Fold(recorder, values, 1, 2);
        scale = scale * Delta / Q(5);

        recorder.BeginSegment("output");
        PlanRegister hidden = recorder.Rescale(Matrices(recorder, values, 4, Delta * Q(4) / scale, 1)[0]);
        hidden = recorder.Add(recorder.DropLevel(a, 5), hidden);

        recorder.BeginSegment("network");
        PlanRegister[] units = [.. Matrices(recorder, hidden, 3, Q(3), 2).Select(recorder.Rescale)];
        units = [.. units.Select((unit, i) => recorder.Add(unit, Operand($"bias{i}", 2, parameters.DefaultScale)))];
        PlanRegister[] squares = [.. units.Select(unit => recorder.Rescale(recorder.Square(unit)))];
        double square = Delta * Delta / Q(2);
        PlanRegister sum = recorder.Multiply(squares[0], Operand("square0", 1, new Scale(Delta * Q(1) / square)));
        sum = recorder.Add(sum, recorder.Multiply(squares[1], Operand("square1", 1, new Scale(Delta * Q(1) / square))));
        for (int i = 0; i < 2; i++) sum = recorder.Add(sum, recorder.Multiply(recorder.DropLevel(units[i], 1), Operand($"linear{i}", 1, new Scale(Q(1)))));
        sum = recorder.Add(sum, recorder.Multiply(recorder.DropLevel(hidden, 2), Operand("residual", 1, new Scale(Q(1)))));

        recorder.BeginSegment("pooling");
        PlanRegister result = recorder.Rescale(recorder.Relinearize(sum));
        return Fold(recorder, result, 1, int.Log2(parameters.MaxSlots));
    }

    /// <summary>Baby-step giant-step over 16 diagonals, the baby steps shared by all outputs.</summary>
    private PlanRegister[] Matrices(PlanRecorder recorder, PlanRegister x, int level, double scale, int outputs)
    {
        IReadOnlyList<PlanRegister> rotated = recorder.RotateHoisted(x, [.. Enumerable.Range(1, Baby - 1).Select(b => b * shift)]);
        PlanRegister[] results = new PlanRegister[outputs];
        for (int o = 0; o < outputs; o++)
        {
            for (int g = 0; g < Giant; g++)
            {
                PlanRegister row = recorder.Multiply(x, Operand($"d{level}.{o}.{g}.0", level, new Scale(scale)));
                for (int b = 1; b < Baby; b++) row = recorder.Add(row, recorder.Multiply(rotated[b - 1], Operand($"d{level}.{o}.{g}.{b}", level, new Scale(scale))));
                results[o] = g == 0 ? row : recorder.Add(results[o], recorder.Rotate(row, g * Baby * shift));
            }
        }
        return results;
    }

    private PlanRegister Products(PlanRecorder recorder, PlanRegister x, PlanRegister[] others)
    {
        IReadOnlyList<PlanRegister> rotated = recorder.RotateHoisted(x, [.. Enumerable.Range(1, Copies - 1).Select(k => k * shift)]);
        PlanRegister sum = recorder.Multiply(x, others[0]);
        for (int k = 1; k < Copies; k++) sum = recorder.Add(sum, recorder.Multiply(rotated[k - 1], others[k]));
        return sum;
    }

    private static PlanRegister Fold(PlanRecorder recorder, PlanRegister x, int step, int times)
    {
        for (int i = 0; i < times; i++) x = recorder.Add(x, recorder.Rotate(x, step << i));
        return x;
    }

    private double Q(int level) => parameters.RingQ[level].Modulus.Value;

    private PlaintextOperand Operand(string name, int level, Scale scale)
    {
        double[] slots = [.. Enumerable.Range(0, parameters.MaxSlots).Select(_ => (_random.NextDouble() - 0.5) / 4)];
        return PlaintextOperand.FromSlots(_encoder, name, slots, level, scale);
    }
}
