using System.Collections.Immutable;

namespace BasedAI.Fhe;

/// <summary>Exactly the keys a circuit needs; a plan carries one and the client makes no more.</summary>
/// <param name="RelinearizationLevel">Highest level of a relinearisation, or null if there is none.</param>
/// <param name="Galois">The automorphisms, each at most once.</param>
public sealed record EvaluationKeyRequest(int? RelinearizationLevel, ImmutableArray<GaloisKeyRequest> Galois);
