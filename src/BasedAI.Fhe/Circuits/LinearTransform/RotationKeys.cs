using System.Collections.Immutable;

namespace BasedAI.Fhe;

/// <summary>Lists of Galois keys for rotations.</summary>
public static class RotationKeys
{
    /// <summary>One request for each distinct rotation that moves anything, in ascending order of the element.</summary>
    public static ImmutableArray<GaloisKeyRequest> Request(CkksParameters parameters, int level, IEnumerable<int> steps)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(steps);
        return
        [
            .. steps.Where(step => step % parameters.MaxSlots != 0).Select(parameters.GetRotationElement).Distinct()
                .OrderBy(element => element.Value).Select(element => new GaloisKeyRequest(element, level)),
        ];
    }
}
