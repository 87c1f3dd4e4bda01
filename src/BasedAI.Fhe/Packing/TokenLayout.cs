using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace BasedAI.Fhe;

/// <summary>
/// How a T × d matrix of token features, or a shifted copy of it, lies in the slots of one ciphertext. Slot c + r·(t + T·j) of replica c, token t, feature j holds
/// <code>
/// X[(t + a·c + ((j + o) mod g)) mod T][(j + f) mod d] · n^(−e/3)
/// </code>
/// With the replica fastest and the feature slowest, a rotation by r·T·k is a cyclic shift by k features for all tokens and replicas at once. The compiler chooses
/// layouts, the client applies them; n, the number of real tokens, is then only in ciphertexts. Immutable.
/// </summary>
/// <remarks>Rotations and masks of a server can do what a, g, o and f say; sending shifted copies spares them (the shifts of attention, all pairs in one ciphertext).</remarks>
public sealed partial record TokenLayout
{
    private const int MaxSlotCount = 1 << 16;

    /// <summary>T.</summary>
    public required int Tokens { get; init; }

    /// <summary>d.</summary>
    public required int Features { get; init; }

    /// <summary>r.</summary>
    public required int Replicas { get; init; }

    /// <summary>a: tokens by which each replica is ahead of the one before; 0 … T − 1.</summary>
    public int ReplicaShift { get; init; }

    /// <summary>g: the token shift repeats after this many features; 1 (no shift) … d.</summary>
    public int ShiftPeriod { get; init; } = 1;

    /// <summary>o: added to the feature before the token shift is taken; 0 … g − 1.</summary>
    public int ShiftOffset { get; init; }

    /// <summary>f: features by which the copy is ahead; 0 … d − 1.</summary>
    public int FeatureShift { get; init; }

    /// <summary>e: thirds of the power of 1/n; 0 … 6.</summary>
    public int LengthThirds { get; init; }

    /// <summary>r·T·d.</summary>
    public int SlotCount => Replicas * Tokens * Features;

    /// <summary>Slots from one feature to the next: r·T.</summary>
    public int FeatureStride => Replicas * Tokens;

    /// <summary>The name plans and manifests use, for example "tokens-r4-a8-g8-o0-f3-e0-v1"; T and d are stated beside it.</summary>
    public string Id => string.Create(
        CultureInfo.InvariantCulture, $"tokens-r{Replicas}-a{ReplicaShift}-g{ShiftPeriod}-o{ShiftOffset}-f{FeatureShift}-e{LengthThirds}-v1");

    /// <summary>Reads a layout's name; false if it is none, not written as <see cref="Id"/> writes it, or does not fit the dimensions.</summary>
    public static bool TryParse(string? id, int tokens, int features, [NotNullWhen(true)] out TokenLayout? layout)
    {
        layout = null;
        if (id is null || id.Length > 80 || IdPattern().Match(id) is not { Success: true } match) return false;
        int Number(int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var candidate = new TokenLayout
        {
            Tokens = tokens,
            Features = features,
            Replicas = Number(1),
            ReplicaShift = Number(2),
            ShiftPeriod = Number(3),
            ShiftOffset = Number(4),
            FeatureShift = Number(5),
            LengthThirds = Number(6),
        };
        if (candidate.FindProblem() is not null || candidate.Id != id) return false;
        layout = candidate;
        return true;
    }

    /// <summary>What is wrong with the numbers, or null.</summary>
    public string? FindProblem()
    {
        if (Tokens is < 1 or > MaxSlotCount || Features is < 1 or > MaxSlotCount || Replicas is < 1 or > MaxSlotCount
            || (long)Replicas * Tokens > MaxSlotCount || (long)Replicas * Tokens * Features > MaxSlotCount)
            return $"{Replicas} x {Tokens} x {Features} slots; each is at least 1 and the product at most {MaxSlotCount}";
        if (!BitOperations.IsPow2(SlotCount)) return $"{SlotCount} slots; the count must be a power of two";
        if (ReplicaShift < 0 || ReplicaShift >= Tokens) return $"replica shift {ReplicaShift}; it is 0 to {Tokens - 1}";
        if (ShiftPeriod < 1 || ShiftPeriod > Features) return $"shift period {ShiftPeriod}; it is 1 to {Features}";
        if (ShiftOffset < 0 || ShiftOffset >= ShiftPeriod) return $"shift offset {ShiftOffset}; it is 0 to {ShiftPeriod - 1}";
        if (FeatureShift < 0 || FeatureShift >= Features) return $"feature shift {FeatureShift}; it is 0 to {Features - 1}";
        return LengthThirds is < 0 or > 6 ? $"{LengthThirds} thirds of the length; it is 0 to 6" : null;
    }

    /// <summary>The slot of a place.</summary>
    public int SlotOf(int replica, int token, int feature) => replica + (Replicas * (token + (Tokens * feature)));

    /// <summary>Fills the slots.</summary>
    /// <param name="rows">T × d; rows from <paramref name="length"/> on are taken as zero.</param>
    /// <param name="length">n, 1 to T.</param>
    /// <param name="slots">Exactly <see cref="SlotCount"/> values, all overwritten.</param>
    /// <exception cref="ArgumentException">The matrix is not T × d, or the destination has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is outside 1 to T.</exception>
    public void Pack(double[,] rows, int length, Span<double> slots)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (FindProblem() is { } problem) throw new ArgumentException($"The layout has {problem}.", nameof(rows));
        if (rows.GetLength(0) != Tokens || rows.GetLength(1) != Features)
            throw new ArgumentException($"The matrix is {rows.GetLength(0)} x {rows.GetLength(1)}; the layout takes {Tokens} x {Features}. Pad with zero rows.", nameof(rows));
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Tokens);
        if (slots.Length != SlotCount) throw new ArgumentException($"The destination has {slots.Length} slots; the layout fills {SlotCount}.", nameof(slots));

        double factor = LengthThirds == 0 ? 1 : LengthThirds == 3 ? 1.0 / length : Math.Pow(length, -LengthThirds / 3.0);
        int slot = 0;
        for (int j = 0; j < Features; j++)
        {
            int shift = (j + ShiftOffset) % ShiftPeriod, column = (j + FeatureShift) % Features;
            for (int t = 0; t < Tokens; t++)
            {
                for (int c = 0; c < Replicas; c++, slot++)
                {
                    int row = (t + (ReplicaShift * c) + shift) % Tokens;
                    slots[slot] = row < length ? rows[row, column] * factor : 0;
                }
            }
        }
    }

    [GeneratedRegex("^tokens-r([0-9]{1,5})-a([0-9]{1,5})-g([0-9]{1,5})-o([0-9]{1,5})-f([0-9]{1,5})-e([0-9])-v1$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
