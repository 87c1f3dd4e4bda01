namespace BasedAI.Fhe.Ring.Ntt;

/// <summary>One walk over the data that does two or three layers.</summary>
/// <param name="Layers">2 (radix 4) or 3 (radix 8).</param>
/// <param name="Reduce">Forward only: whether the upper half is reduced on entry.</param>
internal readonly record struct NttPass(int Layers, bool Reduce);
