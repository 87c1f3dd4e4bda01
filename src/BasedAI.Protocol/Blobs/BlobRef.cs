using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace BasedAI.Protocol;

/// <summary>A content-addressed reference: what grains and messages carry in place of a ciphertext, a key or a plan.</summary>
/// <param name="Sha256">SHA-256 of the content, 64 lower-case hexadecimal digits. It is the blob's name.</param>
/// <param name="Length">The content's length in bytes.</param>
/// <param name="MediaType">What it is, one of <see cref="MediaTypes"/>.</param>
public sealed record BlobRef(string Sha256, long Length, string MediaType)
{
    /// <summary>The reference of <paramref name="content"/>.</summary>
    public static BlobRef Of(ReadOnlySpan<byte> content, string mediaType)
        => new(Convert.ToHexStringLower(SHA256.HashData(content)), content.Length, mediaType);

    /// <summary>Whether <paramref name="text"/> has the form of a blob's name.</summary>
    public static bool IsSha256([NotNullWhen(true)] string? text)
    {
        if (text is not { Length: 64 })
            return false;
        foreach (var c in text)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
                return false;
        }
        return true;
    }

    /// <summary>Why this reference cannot be right, or null where its form is.</summary>
    public string? Problem(long maxLength)
    {
        if (!IsSha256(Sha256))
            return "sha256 must be 64 lower-case hexadecimal digits";
        if (Length <= 0 || Length > maxLength)
            return $"length is {Length} bytes; it must be 1 … {maxLength}";
        return MediaTypes.IsKnown(MediaType) ? null : $"media type '{MediaType}' is not one of {string.Join(", ", MediaTypes.All)}";
    }
}
