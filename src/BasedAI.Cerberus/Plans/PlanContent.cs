using System.Collections.Immutable;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>The parts of a plan before or after they are judged.</summary>
internal sealed record PlanContent(
    CkksParameters Parameters,
    ImmutableArray<PlanPort> Inputs,
    PlanPort Output,
    EvaluationKeyRequest RequiredKeys,
    ImmutableArray<PlaintextOperand> Operands,
    ImmutableArray<PlanInstruction> Instructions,
    ImmutableArray<PlanSegment> Segments,
    CircuitCost Cost,
    long PeakBytes,
    double? PredictedNoiseBits);
