using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>One ciphertext that enters or leaves a plan.</summary>
/// <param name="Name">Name for people and clients, for example "x/n".</param>
/// <param name="Layout">How values lie in the slots, for example "tokens-r2-a0-g1-o0-f0-e0-v1" (see <see cref="TokenLayout"/>).</param>
/// <param name="Level">Level the ciphertext must have, or has.</param>
/// <param name="Scale">Scale the ciphertext must have, or has.</param>
public sealed record PlanPort(string Name, string Layout, int Level, Scale Scale);
