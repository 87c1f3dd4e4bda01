using System.Diagnostics.CodeAnalysis;

namespace BasedAI.Protocol;

/// <summary>The rules of a miner's or validator's id: 1 … 64 characters of a–z, 0–9 and '-', starting with a letter or digit.</summary>
public static class MemberId
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether <paramref name="id"/> follows the rules.</summary>
    public static bool IsValid([NotNullWhen(true)] string? id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > MaxLength || id[0] == '-')
            return false;
        foreach (var c in id)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
                return false;
        }
        return true;
    }
}
