namespace BasedAI.Fhe;

/// <summary>Switches from s² to s, which takes a product from degree 2 back to degree 1.</summary>
public sealed class RelinearizationKey : IDisposable
{
    internal RelinearizationKey(SwitchingKey key) => Key = key;

    /// <summary>Parameters the key belongs to.</summary>
    public ParametersId ParametersId => Key.ParametersId;

    /// <summary>Highest level the key is usable at; it carries no limbs above.</summary>
    public int Level => Key.Level;

    internal SwitchingKey Key { get; }

    /// <summary>Returns the limbs to their pool.</summary>
    public void Dispose() => Key.Dispose();
}
