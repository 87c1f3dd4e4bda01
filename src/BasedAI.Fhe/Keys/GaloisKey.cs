using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Allows one automorphism σ: X → X^element, that is one rotation or the conjugation. The key switches from s to σ^-1(s), so that the
/// automorphism comes last and one decomposition serves many rotations.
/// </summary>
public sealed class GaloisKey : IDisposable
{
    internal GaloisKey(GaloisElement element, SwitchingKey key)
    {
        Element = element;
        Key = key;
    }

    /// <summary>Parameters the key belongs to.</summary>
    public ParametersId ParametersId => Key.ParametersId;

    /// <summary>The automorphism.</summary>
    public GaloisElement Element { get; }

    /// <summary>Highest level the key is usable at; it carries no limbs above.</summary>
    public int Level => Key.Level;

    internal SwitchingKey Key { get; }

    /// <summary>Returns the limbs to their pool.</summary>
    public void Dispose() => Key.Dispose();
}
