using System.Collections.Immutable;
using System.Security.Cryptography;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// A circuit as data: what to do, in which order, with which integers, and which keys it takes. Whoever has the plan and the keys
/// can run it blindly, and any two honest runs give the same bytes. An instance is always valid: it was either recorded from a
/// circuit or read and checked completely. Immutable; thread-safe. The format is described in the project's README.
/// </summary>
public sealed class ExecutionPlan
{
    /// <summary>The format version this software writes.</summary>
    public const int CurrentFormatVersion = 2;

    private readonly byte[] _bytes;

    private ExecutionPlan(PlanContent content, ImmutableArray<CiphertextShape> shapes, byte[] bytes)
    {
        Shapes = shapes;
        _bytes = bytes;
        Id = Convert.ToHexStringLower(SHA256.HashData(bytes));
        CheckedParameters = content.Parameters;
        Inputs = content.Inputs;
        Output = content.Output;
        RequiredKeys = content.RequiredKeys;
        Operands = content.Operands;
        Instructions = content.Instructions;
        Segments = content.Segments;
        Cost = content.Cost;
        PeakBytes = content.PeakBytes;
        PredictedNoiseBits = content.PredictedNoiseBits;
    }

    /// <summary>SHA-256 of the canonical bytes, 64 lowercase hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Version of the format the bytes are in.</summary>
    public int FormatVersion { get; } = CurrentFormatVersion;

    /// <summary>Parameters as wishes: what the plan's bytes hold.</summary>
    public CkksParametersLiteral Parameters => CheckedParameters.Literal;

    /// <summary>Parameters as facts, checked to have at least 128 bits of security.</summary>
    public CkksParameters CheckedParameters { get; }

    /// <summary>What a client encrypts, in order.</summary>
    public ImmutableArray<PlanPort> Inputs { get; }

    /// <summary>What comes out: the result of the last instruction.</summary>
    public PlanPort Output { get; }

    /// <summary>Exactly the keys a client makes: none is missing and none is superfluous.</summary>
    public EvaluationKeyRequest RequiredKeys { get; }

    /// <summary>Plaintexts the instructions add or multiply by.</summary>
    public ImmutableArray<PlaintextOperand> Operands { get; }

    /// <summary>The steps, in order.</summary>
    public ImmutableArray<PlanInstruction> Instructions { get; }

    /// <summary>Names of stretches of the instructions, in order, at most <see cref="PlanLimits.MaxSegments"/>; those before the first have none.</summary>
    public ImmutableArray<PlanSegment> Segments { get; }

    /// <summary>Counts, checked against the instructions.</summary>
    public CircuitCost Cost { get; }

    /// <summary>
    /// Bytes of ciphertexts and encoded operands, checked against the instructions: what an executor holds at most that runs them one by one and keeps every
    /// register until its last use. Inputs count throughout; keys and the scratch of a step are apart.
    /// </summary>
    public long PeakBytes { get; }

    /// <summary>
    /// What the compiler predicts of the precision: log2 of the standard deviation of the error of one slot of the output, in the units of its values, so
    /// that -20 is about a millionth. Null if it did not say. Nobody can check it without the secret key.
    /// </summary>
    public double? PredictedNoiseBits { get; }

    /// <summary>Level, scale and degree of every register: the inputs, then the result of each instruction.</summary>
    public ImmutableArray<CiphertextShape> Shapes { get; }

    /// <summary>Reads and checks a plan.</summary>
    /// <param name="bytes">A whole plan, at most <see cref="PlanLimits.MaxBytes"/>. Need not be trusted.</param>
    /// <exception cref="PlanFormatException">Anything at all is wrong with it.</exception>
    public static ExecutionPlan Read(ReadOnlyMemory<byte> bytes)
    {
        PlanContent content = PlanReader.Read(bytes.Span);
        ImmutableArray<CiphertextShape> shapes = PlanValidator.Validate(content);
        byte[] canonical = PlanWriter.Write(content);
        return bytes.Span.SequenceEqual(canonical)
            ? new ExecutionPlan(content, shapes, canonical)
            : throw new PlanFormatException(PlanFormatError.NotCanonical, "The plan is not written in the canonical form; write it again.");
    }

    /// <summary>A copy of the canonical bytes.</summary>
    public byte[] ToBytes() => [.. _bytes];

    /// <summary>Number of canonical bytes.</summary>
    public int SizeInBytes => _bytes.Length;

    internal static ExecutionPlan Create(PlanContent content)
    {
        ImmutableArray<CiphertextShape> shapes = PlanValidator.Validate(content);
        byte[] bytes = PlanWriter.Write(content);
        return bytes.Length <= PlanLimits.MaxBytes
            ? new ExecutionPlan(content, shapes, bytes)
            : throw new PlanFormatException(
                PlanFormatError.TooLarge, $"The plan has {bytes.Length} bytes; at most {PlanLimits.MaxBytes} are allowed.");
    }
}
