using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BasedAI.Fhe;

/// <summary>
/// SHA-256 over the canonical bytes of a parameter set. Every plaintext, ciphertext and key carries it; it is the first thing compared.
/// </summary>
/// <remarks>
/// Canonical bytes, little endian: the ASCII text "BasedAI.Fhe CKKS 1", then bytes logN, secret distribution, security level, log2 of the
/// default scale, count of Q, count of P, then each modulus of Q and of P as 64 bits.
/// </remarks>
public readonly record struct ParametersId
{
    /// <summary>Length of an id in bytes.</summary>
    public const int SizeInBytes = Digest256.SizeInBytes;

    private readonly Digest256 _digest;

    private ParametersId(ReadOnlySpan<byte> digest) => _digest = new Digest256(digest, "parameters id");

    /// <summary>Reads an id from exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static ParametersId FromBytes(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>Writes the 32 bytes of the id.</summary>
    public void CopyTo(Span<byte> destination) => _digest.CopyTo(destination);

    /// <summary>Lower-case hexadecimal of the bytes, 64 characters.</summary>
    public override string ToString() => _digest.ToString();

    internal static ParametersId Compute(CkksParameters parameters)
    {
        ReadOnlySpan<byte> magic = "BasedAI.Fhe CKKS 1"u8;
        byte[] bytes = new byte[magic.Length + 6 + (8 * (parameters.RingQ.Length + parameters.RingP.Length))];
        magic.CopyTo(bytes);
        int at = magic.Length;
        bytes[at++] = (byte)parameters.LogN;
        bytes[at++] = (byte)parameters.Literal.Secret;
        bytes[at++] = (byte)parameters.Security;
        bytes[at++] = (byte)parameters.Literal.LogDefaultScale;
        bytes[at++] = (byte)parameters.RingQ.Length;
        bytes[at++] = (byte)parameters.RingP.Length;
        foreach (var ring in parameters.RingQ.Concat(parameters.RingP))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), ring.Modulus.Value);
            at += 8;
        }

        return new ParametersId(SHA256.HashData(bytes));
    }
}
