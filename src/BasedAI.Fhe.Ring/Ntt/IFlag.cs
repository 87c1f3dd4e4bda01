namespace BasedAI.Fhe.Ring.Ntt;

/// <summary>A boolean the compiler knows: a pass is compiled once for each value.</summary>
internal interface IFlag
{
    static abstract bool Value { get; }
}

/// <summary>Yes.</summary>
internal readonly struct True : IFlag
{
    public static bool Value => true;
}

/// <summary>No.</summary>
internal readonly struct False : IFlag
{
    public static bool Value => false;
}
