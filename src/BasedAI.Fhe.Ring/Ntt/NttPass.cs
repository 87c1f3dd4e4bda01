namespace BasedAI.Fhe.Ring.Ntt;

/// <summary>One walk over the data that does two or three layers.</summary>
/// <param name="Layers">2 (radix 4) or 3 (radix 8).</param>
/// <param name="ForwardReduces">Whether the forward transform reduces the upper half on entry.</param>
/// <param name="InverseReduces">Whether the inverse transform reduces the sums that would grow too far.</param>
internal readonly record struct NttPass(int Layers, bool ForwardReduces, bool InverseReduces);
