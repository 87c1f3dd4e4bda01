using System.Globalization;

namespace BasedAI.Client;

/// <summary>A client's uplink to its node, as it was measured.</summary>
/// <param name="BytesPerSecond">Bytes a second, above 0.</param>
public sealed record LinkSpeed(double BytesPerSecond)
{
    /// <summary>Megabits (10^6) a second.</summary>
    public double MegabitsPerSecond => BytesPerSecond * 8 / 1e6;

    /// <summary>How long sending takes.</summary>
    public TimeSpan TimeOf(double bytes) => TimeSpan.FromSeconds(Math.Min(bytes / BytesPerSecond, 1e6));

    /// <summary>For example <c>20.3 Mbit/s</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{MegabitsPerSecond:0.#} Mbit/s");
}
