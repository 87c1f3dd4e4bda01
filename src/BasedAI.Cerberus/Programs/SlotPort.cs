namespace BasedAI.Cerberus;

/// <summary>A ciphertext the client sends.</summary>
/// <param name="Name">Name.</param>
/// <param name="Layout">How the client fills the slots: the id of a <see cref="BasedAI.Fhe.TokenLayout"/>, or "record-p{p}-v1".</param>
public sealed record SlotPort(string Name, string Layout);
