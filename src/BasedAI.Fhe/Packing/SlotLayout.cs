using System.Globalization;

namespace BasedAI.Fhe;

/// <summary>
/// How a T × d matrix of token features lies in the slots of one ciphertext: value (t, j) of replica c is in slot
/// <c>c + r·(t + T·j)</c>, with the replica fastest and the feature slowest, and r·T·d slots in all. A rotation by r·T·k is then a
/// cyclic shift by k features for all tokens and replicas at once. The compiler chooses the layout; the client applies it.
/// Immutable and pure.
/// </summary>
public sealed class SlotLayout
{
    private const string IdPrefix = "token-feature-r";
    private const string IdSuffix = "-v1";
    private const int MaxSlotCount = 1 << 16;

    /// <summary>Describes a layout.</summary>
    /// <param name="replicas">r, at least 1.</param>
    /// <param name="tokenCount">T, at least 1.</param>
    /// <param name="featureCount">d, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is below 1, or r·T·d is above 2^16 slots.</exception>
    public SlotLayout(int replicas, int tokenCount, int featureCount)
    {
        RequireRange(replicas, nameof(replicas));
        RequireRange(tokenCount, nameof(tokenCount));
        RequireRange(featureCount, nameof(featureCount));
        long slotCount = (long)replicas * tokenCount * featureCount;
        if (slotCount > MaxSlotCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(featureCount), featureCount, $"{replicas}x{tokenCount}x{featureCount} is more than {MaxSlotCount} slots.");
        }
        Replicas = replicas;
        TokenCount = tokenCount;
        FeatureCount = featureCount;
        SlotCount = (int)slotCount;
    }

    /// <summary>r: how many times every value is repeated, in adjacent slots.</summary>
    public int Replicas { get; }

    /// <summary>T.</summary>
    public int TokenCount { get; }

    /// <summary>d.</summary>
    public int FeatureCount { get; }

    /// <summary>r·T·d.</summary>
    public int SlotCount { get; }

    /// <summary>The name manifests and plans use, for example "token-feature-r2-v1"; T and d are stated beside it.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{IdPrefix}{Replicas}{IdSuffix}");

    /// <summary>Reads a layout's name; false when it is not a name of this family or does not fit the dimensions.</summary>
    /// <param name="id">For example "token-feature-r2-v1".</param>
    /// <param name="tokenCount">T.</param>
    /// <param name="featureCount">d.</param>
    /// <param name="layout">The layout, or null.</param>
    public static bool TryParse(
        string? id, int tokenCount, int featureCount, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SlotLayout? layout)
    {
        layout = null;
        if (id is null
            || id.Length > 40
            || !id.StartsWith(IdPrefix, StringComparison.Ordinal)
            || !id.EndsWith(IdSuffix, StringComparison.Ordinal)
            || id.Length < IdPrefix.Length + IdSuffix.Length
            || !int.TryParse(id.AsSpan()[IdPrefix.Length..^IdSuffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int replicas)
            || replicas is < 1 or > MaxSlotCount
            || tokenCount is < 1 or > MaxSlotCount
            || featureCount is < 1 or > MaxSlotCount
            || (long)replicas * tokenCount > MaxSlotCount
            || (long)replicas * tokenCount * featureCount > MaxSlotCount)
        {
            return false;
        }
        layout = new SlotLayout(replicas, tokenCount, featureCount);
        if (layout.Id != id)
        {
            layout = null;                  // "r02" is not how the name is written
        }
        return layout is not null;
    }

    /// <summary>The slot of value (token, feature) in one replica.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its dimension.</exception>
    public int SlotOf(int replica, int token, int feature)
    {
        if ((uint)replica >= (uint)Replicas || (uint)token >= (uint)TokenCount || (uint)feature >= (uint)FeatureCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(replica), $"({replica}, {token}, {feature}) (replica, token, feature) is outside "
                + $"{Replicas}x{TokenCount}x{FeatureCount}.");
        }
        return replica + Replicas * (token + TokenCount * feature);
    }

    /// <summary>Writes factor·rows into all replicas; rows from <paramref name="length"/> on become zero.</summary>
    /// <param name="rows">T × d.</param>
    /// <param name="length">Number of real rows, 0 to T.</param>
    /// <param name="factor">Multiplies every value.</param>
    /// <param name="slots">Exactly <see cref="SlotCount"/> values, all overwritten.</param>
    /// <exception cref="ArgumentException">The matrix is not T × d, or the destination has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is outside 0 to T.</exception>
    public void Pack(double[,] rows, int length, double factor, Span<double> slots)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.GetLength(0) != TokenCount || rows.GetLength(1) != FeatureCount)
        {
            throw new ArgumentException(
                $"The matrix is {rows.GetLength(0)}x{rows.GetLength(1)}; the layout takes {TokenCount}x{FeatureCount}. Pad with zero rows.",
                nameof(rows));
        }
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, TokenCount);
        if (slots.Length != SlotCount)
        {
            throw new ArgumentException($"The destination has {slots.Length} slots; the layout fills {SlotCount}.", nameof(slots));
        }
        for (int j = 0; j < FeatureCount; j++)
        {
            for (int t = 0; t < TokenCount; t++)
            {
                double value = t < length ? factor * rows[t, j] : 0;
                slots.Slice(SlotOf(0, t, j), Replicas).Fill(value);
            }
        }
    }

    /// <summary>Reads one replica back as a T × d matrix.</summary>
    /// <exception cref="ArgumentException">The source has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such replica.</exception>
    public double[,] Unpack(ReadOnlySpan<double> slots, int replica)
    {
        if (slots.Length != SlotCount)
        {
            throw new ArgumentException($"The source has {slots.Length} slots; the layout fills {SlotCount}.", nameof(slots));
        }
        double[,] rows = new double[TokenCount, FeatureCount];
        for (int t = 0; t < TokenCount; t++)
        {
            for (int j = 0; j < FeatureCount; j++)
            {
                rows[t, j] = slots[SlotOf(replica, t, j)];
            }
        }
        return rows;
    }

    private static void RequireRange(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxSlotCount, name);
    }
}
