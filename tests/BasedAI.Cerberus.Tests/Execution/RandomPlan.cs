using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

/// <summary>Plans of random instructions over toy parameters, rich in sums of products, with shared results, constants and values of degree 2.</summary>
internal sealed class RandomPlan
{
    private readonly Random _random;
    private readonly PlanRecorder _recorder = new(Parameters);
    private readonly CkksEncoder _encoder = new(Parameters);
    private readonly List<(PlanRegister Register, CiphertextShape Shape)> _values = [];
    private readonly HashSet<int> _unused = [];

    private RandomPlan(int seed) => _random = new Random(seed);

    public static CkksParameters Parameters { get; } = InsecureCkksParameters.CreateInsecure(new CkksParametersLiteral
    {
        LogN = 6,
        LogQ = [45, 35, 35, 35, 35],
        LogP = [45, 45],
        LogDefaultScale = 35,
        RequiredSecurity = SecurityLevel.None,
    });

    private static Scale Delta => Parameters.DefaultScale;

    public static ExecutionPlan Create(int seed, int length = 60) => new RandomPlan(seed).Record(length);

    private ExecutionPlan Record(int length)
    {
        for (int i = 0; i < 4; i++) Keep(_recorder.Input($"x{i}", "plain-v1", 2 + (i % 3), Delta), new CiphertextShape(2 + (i % 3), Delta));
        for (int i = 0; i < length; i++)
        {
            if (i % 10 == 0) _recorder.BeginSegment($"part{i / 10}");
            Step();
        }
        return _recorder.ToPlan("out", "plain-v1", Gather());
    }

    private void Step()
    {
        (PlanRegister x, CiphertextShape shape) = Any(value => value.Degree == 1 && value.Level > 1);
        Scale product = shape.Scale * Delta;
        switch (_random.Next(10))
        {
            case 0:
                Keep(_recorder.Rotate(Use(x), 1 + _random.Next(3)), shape);
                break;
            case 1:
                foreach (PlanRegister rotated in _recorder.RotateHoisted(_recorder.Negate(Use(x)), [1, 2, 3])) Keep(rotated, shape);
                break;
            case 2:
                Keep(_recorder.Conjugate(Use(x)), shape);
                break;
            case 3:
                Keep(_recorder.Subtract(Use(x), Same(shape)), shape);
                break;
            case 4:
                Keep(_recorder.Add(Use(x), Operand(shape.Level, shape.Scale)), shape);
                break;
            case 5:
                Keep(_recorder.Add(Same(shape), _recorder.Negate(Use(x))), shape);
                break;
            default:
                PlanRegister sum = SumOfProducts(shape, product);
                bool isHigh = _random.Next(3) == 0;
                sum = isHigh ? _recorder.Rescale(sum) : _recorder.Rescale(_recorder.Relinearize(sum));
                var rescaled = new CiphertextShape(shape.Level - 1, new Scale(product.Value / Parameters.RingQ[shape.Level].Modulus.Value), isHigh ? 2 : 1);
                Keep(sum, rescaled);
                break;
        }
    }

    /// <summary>A random tree of additions over products of every kind and, perhaps, something that is no product.</summary>
    private PlanRegister SumOfProducts(CiphertextShape shape, Scale product)
    {
        PlanRegister square = _recorder.Multiply(Same(shape), AtDelta(shape.Level));        // so that the sum has degree 2
        List<PlanRegister> terms = [square];
        for (int count = _random.Next(12); count > 0; count--)
        {
            terms.Insert(_random.Next(terms.Count + 1), _random.Next(6) switch
            {
                0 => _recorder.Multiply(Same(shape), AtDelta(shape.Level)),
                1 when shape.Scale == Delta => _recorder.Square(Same(shape)),
                2 => Shared(_recorder.Multiply(Same(shape), Operand(shape.Level, Delta)), new CiphertextShape(shape.Level, product)),
                _ => _recorder.Multiply(Same(shape), Operand(shape.Level, Delta)),
            });
        }
        while (terms.Count > 1)
        {
            int at = _random.Next(terms.Count - 1);
            terms[at] = _recorder.Add(terms[at], terms[at + 1]);
            terms.RemoveAt(at + 1);
        }
        return terms[0];
    }

    /// <summary>A product that something else reads, too.</summary>
    private PlanRegister Shared(PlanRegister product, CiphertextShape shape)
    {
        Keep(_recorder.Rescale(product), new CiphertextShape(shape.Level - 1, new Scale(shape.Scale.Value / Parameters.RingQ[shape.Level].Modulus.Value)));
        return product;
    }

    private PlanRegister Same(CiphertextShape shape) => Use(Any(value => value == shape).Register);

    /// <summary>A value at the default scale, from that level or above.</summary>
    private PlanRegister AtDelta(int level)
    {
        (PlanRegister x, CiphertextShape shape) = Any(value => value.Level >= level && value.Degree == 1 && value.Scale == Delta);
        return shape.Level == level ? Use(x) : _recorder.DropLevel(Use(x), shape.Level - level);
    }

    private PlaintextOperand Operand(int level, Scale scale)
    {
        if (_random.Next(5) == 0) return PlaintextOperand.FromConstant(Parameters, "constant", _random.NextDouble() - 0.5, level, scale);
        double[] slots = [.. Enumerable.Range(0, Parameters.MaxSlots).Select(_ => (_random.NextDouble() - 0.5) / 4)];
        return PlaintextOperand.FromSlots(_encoder, "slots", slots, level, scale);
    }

    private (PlanRegister Register, CiphertextShape Shape) Any(Func<CiphertextShape, bool> isWanted)
    {
        var fitting = _values.Where(value => isWanted(value.Shape)).ToArray();
        return fitting[_random.Next(fitting.Length)];
    }

    private void Keep(PlanRegister register, CiphertextShape shape)
    {
        _values.Add((register, shape));
        _unused.Add(register.Index);
    }

    private PlanRegister Use(PlanRegister register)
    {
        _unused.Remove(register.Index);
        return register;
    }

    /// <summary>Everything nobody has read yet, brought to level 0 and one scale, added up.</summary>
    private PlanRegister Gather()
    {
        PlanRegister? sum = null;
        foreach ((PlanRegister register, CiphertextShape shape) in _values.Where(value => _unused.Contains(value.Register.Index)).ToArray())
        {
            PlanRegister x = shape.Degree == 2 ? _recorder.Relinearize(register) : register;
            int level = shape.Level;
            if (level == 0) throw new InvalidOperationException("Nothing here goes that deep.");
            x = _recorder.Rescale(_recorder.Multiply(x, Operand(level, new Scale(Delta.Value * Parameters.RingQ[level].Modulus.Value / shape.Scale.Value))));
            if (--level > 0) x = _recorder.DropLevel(x, level);
            sum = sum is { } before ? _recorder.Add(before, x) : x;
        }
        return _recorder.Rotate(sum!.Value, 1);
    }
}
