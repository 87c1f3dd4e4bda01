using System.Collections.Immutable;
using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Cerberus;

/// <summary>
/// Bytes to the parts of a plan. Looks at sizes, ranges and parameters only; whether the parts fit each other is
/// <see cref="PlanValidator"/>'s question. Every count is bounded by what is left of the bytes before anything is allocated.
/// </summary>
internal static class PlanReader
{
    private const int MaxPrimes = 64;
    private const int PortBytes = 20;
    private const int KeyBytes = 8;
    private const int InstructionBytes = 13;
    private const int SegmentBytes = 8;

    public static PlanContent Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > PlanLimits.MaxBytes)
        {
            throw new PlanFormatException(
                PlanFormatError.TooLarge, $"The plan has {bytes.Length} bytes; at most {PlanLimits.MaxBytes} are allowed.");
        }
        if (!bytes.StartsWith(PlanWriter.Magic))
        {
            throw new PlanFormatException(PlanFormatError.NotAPlan, "The bytes do not begin with \"BAIPLAN1\".");
        }
        var reader = new PlanByteReader(bytes[PlanWriter.Magic.Length..]);
        int version = reader.ReadInt32();
        if (version != ExecutionPlan.CurrentFormatVersion)
        {
            throw new PlanFormatException(
                PlanFormatError.UnsupportedVersion,
                $"The plan has format version {version}; this software reads version {ExecutionPlan.CurrentFormatVersion}. Compile the model again.");
        }

        CkksParameters parameters = ReadParameters(ref reader);
        ImmutableArray<PlanPort> inputs = ReadPorts(ref reader);
        PlanPort output = ReadPort(ref reader);
        EvaluationKeyRequest keys = ReadKeys(ref reader);
        ImmutableArray<PlaintextOperand> operands = ReadOperands(ref reader, parameters);
        ImmutableArray<PlanInstruction> instructions = ReadInstructions(ref reader);
        ImmutableArray<PlanSegment> segments = ReadSegments(ref reader, instructions.Length);
        CircuitCost cost = ReadCost(ref reader);
        long peakBytes = reader.ReadInt64();
        double? noiseBits = reader.ReadCount(1, sizeof(double), "predictions of noise") == 0 ? null : reader.ReadDouble();
        reader.RequireEnd();
        return new PlanContent(parameters, inputs, output, keys, operands, instructions, segments, cost, peakBytes, noiseBits);
    }

    private static CkksParameters ReadParameters(ref PlanByteReader reader)
    {
        int logN = reader.ReadInt32();
        ImmutableArray<int> logQ = ReadPrimeSizes(ref reader);
        ImmutableArray<int> logP = ReadPrimeSizes(ref reader);
        var literal = new CkksParametersLiteral
        {
            LogN = logN,
            LogQ = logQ,
            LogP = logP,
            LogDefaultScale = reader.ReadInt32(),
            Secret = (SecretDistribution)reader.ReadInt32(),
            RequiredSecurity = (SecurityLevel)reader.ReadInt32(),
        };

        // Primes are just below 2^bits. What is plainly insecure is refused here, before any table is built for it.
        long logModulus = logQ.Sum(static bits => (long)bits) + logP.Sum(static bits => (long)bits);
        if (logN < SecurityTable.MinLogN
            || logN > PlanLimits.MaxLogN
            || logModulus - 1 > SecurityTable.GetMaxLogQP(logN, SecurityLevel.Classical128))
        {
            throw new PlanFormatException(
                PlanFormatError.InvalidParameters, $"N=2^{logN} with a modulus of {logModulus} bits does not have 128 bits of security.");
        }
        try
        {
            return CkksParameters.Create(literal);
        }
        catch (FheParameterException exception)
        {
            throw new PlanFormatException(
                PlanFormatError.InvalidParameters, $"The plan's parameters are refused: {exception.Message}", exception);
        }
    }

    private static ImmutableArray<int> ReadPrimeSizes(ref PlanByteReader reader)
    {
        int count = reader.ReadCount(MaxPrimes, sizeof(int), "primes");
        var sizes = ImmutableArray.CreateBuilder<int>(count);
        for (int i = 0; i < count; i++)
        {
            int bits = reader.ReadInt32();
            if (bits is < CkksParameters.MinPrimeBits or > CkksParameters.MaxPrimeBits)
            {
                throw new PlanFormatException(
                    PlanFormatError.InvalidParameters,
                    $"A prime of {bits} bits; sizes are {CkksParameters.MinPrimeBits} to {CkksParameters.MaxPrimeBits}.");
            }
            sizes.Add(bits);
        }
        return sizes.MoveToImmutable();
    }

    private static ImmutableArray<PlanPort> ReadPorts(ref PlanByteReader reader)
    {
        int count = reader.ReadCount(PlanLimits.MaxInputs, PortBytes, "input ports");
        var ports = ImmutableArray.CreateBuilder<PlanPort>(count);
        for (int i = 0; i < count; i++)
        {
            ports.Add(ReadPort(ref reader));
        }
        return ports.MoveToImmutable();
    }

    private static PlanPort ReadPort(ref PlanByteReader reader) =>
        new(reader.ReadText("port name"), reader.ReadText("port layout"), reader.ReadInt32(), reader.ReadScale("port"));

    private static EvaluationKeyRequest ReadKeys(ref PlanByteReader reader)
    {
        int relinearization = reader.ReadInt32();
        int count = reader.ReadCount(PlanLimits.MaxGaloisKeys, KeyBytes, "Galois keys");
        var galois = ImmutableArray.CreateBuilder<GaloisKeyRequest>(count);
        for (int i = 0; i < count; i++)
        {
            uint element = (uint)reader.ReadInt32();
            int level = reader.ReadInt32();
            if ((element & 1) == 0 || element >= 2u << PlanLimits.MaxLogN)
            {
                throw new PlanFormatException(PlanFormatError.WrongKeys, $"{element} is not a Galois element.");
            }
            galois.Add(new GaloisKeyRequest(new GaloisElement(element), level));
        }
        return new EvaluationKeyRequest(relinearization == -1 ? null : relinearization, galois.MoveToImmutable());
    }

    private static ImmutableArray<PlaintextOperand> ReadOperands(ref PlanByteReader reader, CkksParameters parameters)
    {
        int count = reader.ReadCount(PlanLimits.MaxOperands, parameters.N, "plaintext operands");
        if ((long)count * parameters.N > PlanLimits.MaxCoefficients)
        {
            throw new PlanFormatException(
                PlanFormatError.TooLarge,
                $"{count} operands of {parameters.N} coefficients; at most {PlanLimits.MaxCoefficients} coefficients are allowed.");
        }
        var encoder = new Lazy<CkksEncoder>(() => new CkksEncoder(parameters));
        var operands = ImmutableArray.CreateBuilder<PlaintextOperand>(count);
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadText("operand name");
            int level = reader.ReadInt32();
            Scale scale = reader.ReadScale("operand");
            ImmutableArray<long> coefficients = reader.ReadCoefficients(parameters.N, name);
            operands.Add(PlaintextOperand.FromCoefficients(encoder, name, coefficients, level, scale));
        }
        return operands.MoveToImmutable();
    }

    private static ImmutableArray<PlanInstruction> ReadInstructions(ref PlanByteReader reader)
    {
        int count = reader.ReadCount(PlanLimits.MaxInstructions, InstructionBytes, "instructions");
        var instructions = ImmutableArray.CreateBuilder<PlanInstruction>(count);
        for (int i = 0; i < count; i++)
        {
            instructions.Add(new PlanInstruction(
                (PlanOpcode)reader.ReadByte(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()));
        }
        return instructions.MoveToImmutable();
    }

    private static ImmutableArray<PlanSegment> ReadSegments(ref PlanByteReader reader, int instructionCount)
    {
        int count = reader.ReadCount(PlanLimits.MaxSegments, SegmentBytes, "segments");
        var names = new string[count];
        int[] starts = new int[count];
        for (int i = 0; i < count; i++)
        {
            names[i] = reader.ReadText("segment name");
            starts[i] = reader.ReadInt32();
        }
        return PlanSegments.Create(names, starts, instructionCount);
    }

    private static CircuitCost ReadCost(ref PlanByteReader reader) => new()
    {
        Rotations = reader.ReadInt32(),
        HoistedRotations = reader.ReadInt32(),
        Conjugations = reader.ReadInt32(),
        Relinearizations = reader.ReadInt32(),
        CiphertextProducts = reader.ReadInt32(),
        PlaintextProducts = reader.ReadInt32(),
        Rescales = reader.ReadInt32(),
        Depth = reader.ReadInt32(),
        GaloisPairs = reader.ReadInt32(),
        KeySwitchNtts = reader.ReadInt64(),
    };
}
