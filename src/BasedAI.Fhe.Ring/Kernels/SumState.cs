namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>Where a sum of products stands when a group is added to it.</summary>
[Flags]
internal enum SumState
{
    /// <summary>The group begins the sum.</summary>
    None = 0,

    /// <summary>The group is added to what is there.</summary>
    Continues = 1,

    /// <summary>The sum is reduced to ±(q/2 + 2) after the group.</summary>
    Reduces = 2,

    /// <summary>The sum is made canonical after the group.</summary>
    Completes = 4,
}
