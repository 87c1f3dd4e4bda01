namespace BasedAI.Cerberus;

/// <summary>Where the scores of the attention heads live. The answer is the same; the number of key switches is not.</summary>
public enum HeadPlacement
{
    /// <summary>
    /// One head per replica; r heads make a group with a score ciphertext of its own. Head h is replica h mod r of group h div r.
    /// </summary>
    Grouped,

    /// <summary>
    /// One head per replica and residue class of the feature index: since a score is the same at every feature position, the positions
    /// j ≡ i (mod p) can hold the score of another head. All heads share one score ciphertext: a feature rotation for each of the p − 1
    /// further classes replaces a whole fold, square and relinearisation per group.
    /// At most 8 heads make p ≤ 8, and p &gt; 1 only where r &lt; 8, so p never exceeds d.
    /// </summary>
    Interleaved,
}
