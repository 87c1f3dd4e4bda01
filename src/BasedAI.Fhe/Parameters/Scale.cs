namespace BasedAI.Fhe;

/// <summary>
/// The factor a real number is multiplied by before it is rounded to an integer coefficient. Multiplication multiplies scales; rescaling
/// divides by exactly the prime dropped, so scales are rarely powers of two after the first rescale.
/// </summary>
public readonly record struct Scale
{
    /// <summary>Largest relative difference at which two scales count as equal: 2^-30.</summary>
    public const double MatchTolerance = 1.0 / (1 << 30);

    /// <summary>Creates a scale.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or not above zero.</exception>
    public Scale(double value)
    {
        if (!double.IsFinite(value) || value <= 0)
            throw new ArgumentOutOfRangeException(nameof(value), value, "A scale is a finite number above zero.");
        Value = value;
    }

    /// <summary>The factor itself; 0 only in an uninitialised scale, which every operation refuses.</summary>
    public double Value { get; }

    /// <summary>log2 of the factor.</summary>
    public double Log2 => Math.Log2(Value);

    /// <summary>2^<paramref name="logScale"/>, exact for integers.</summary>
    public static Scale FromLog2(double logScale) =>
        new(double.IsInteger(logScale) && Math.Abs(logScale) < 1000 ? Math.ScaleB(1, (int)logScale) : Math.Pow(2, logScale));

    /// <summary>Scale of a product.</summary>
    public static Scale operator *(Scale left, Scale right) => new(left.Value * right.Value);

    /// <summary>Scale of a quotient, for finding the operand scale that leads to a wanted result scale.</summary>
    public static Scale operator /(Scale left, Scale right) => new(left.Value / right.Value);

    /// <summary>Scale of a product; the named form of <c>*</c>.</summary>
    public Scale Multiply(Scale other) => this * other;

    /// <summary>Scale of a quotient; the named form of <c>/</c>.</summary>
    public Scale Divide(Scale other) => this / other;

    /// <summary>True if the scales differ relatively by at most <see cref="MatchTolerance"/>, so that values may be added.</summary>
    public bool Matches(Scale other) => Math.Abs(Value - other.Value) <= MatchTolerance * Math.Max(Value, other.Value);

    /// <summary>For example <c>2^39.0000</c>.</summary>
    public override string ToString() => $"2^{Log2:F4}";
}
