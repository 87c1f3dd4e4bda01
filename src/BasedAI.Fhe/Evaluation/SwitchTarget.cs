using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>What becomes of a key switch: (addend0 + k0, addend1 + k1), then the automorphism if there is one, into the destinations.</summary>
/// <param name="Addend0">q0 … q_level, or null for nothing. Never a destination if there is an automorphism.</param>
/// <param name="Addend1">As the first.</param>
/// <param name="Element">The automorphism applied last, or null.</param>
/// <param name="Destination0">q0 … q_level.</param>
/// <param name="Destination1">q0 … q_level.</param>
internal readonly record struct SwitchTarget(
    RnsPolynomial? Addend0, RnsPolynomial? Addend1, GaloisElement? Element, RnsPolynomial Destination0, RnsPolynomial Destination1);
