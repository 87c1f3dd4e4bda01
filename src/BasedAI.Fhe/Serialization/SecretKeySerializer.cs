using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BasedAI.Fhe;

/// <summary>
/// Secret keys as bytes: the only way out of a <see cref="SecretKey"/>, always an explicit call. The bytes are NOT encrypted; wrap them before
/// they touch a disk. Body: N coefficients of 2 bits each, lowest first, 0, 1 or 2 for 0, 1 or -1.
/// </summary>
public static class SecretKeySerializer
{
    /// <summary>Writes the key in the clear.</summary>
    public static void Write(SecretKey secretKey, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(secretKey);
        var parameters = secretKey.Parameters;
        byte[] packed = GC.AllocateArray<byte>(parameters.N / 4, pinned: true);
        try
        {
            var coefficients = secretKey.Coefficients;
            for (int i = 0; i < coefficients.Length; i++)
            {
                int code = (coefficients[i] & 1) << (coefficients[i] >> 7 & 1);      // -1 -> 2, without a branch on the secret
                packed[i / 4] |= (byte)(code << (2 * (i % 4)));
            }

            using var writer = new FrameWriter(destination, ObjectKind.SecretKey, parameters.Id, packed.Length, isSecret: true);
            writer.Write(packed);
            writer.Complete();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(packed);
        }
    }

    /// <summary>Reads one key and leaves the stream behind it.</summary>
    /// <exception cref="CiphertextFormatException">The bytes are not a secret key of these parameters.</exception>
    public static SecretKey Read(CkksParameters parameters, Stream source)
    {
        using var reader = new FrameReader(parameters, source, ObjectKind.SecretKey, isSecret: true);
        reader.ExpectRemaining(parameters.N / 4);
        var packed = reader.ReadBytes(parameters.N / 4);
        sbyte[] coefficients = GC.AllocateArray<sbyte>(parameters.N, pinned: true);
        try
        {
            bool isValid = true;
            for (int i = 0; i < coefficients.Length; i++)
            {
                int code = (packed[i / 4] >> (2 * (i % 4))) & 3;
                isValid &= code != 3;
                coefficients[i] = (sbyte)(code - (3 * (code >> 1)));
            }

            if (!isValid) throw FrameReader.Fail(CiphertextFormatError.SecretOutOfRange, "A coefficient of the secret is not -1, 0 or 1.");
            reader.Complete();
            return new SecretKey(parameters, coefficients);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(coefficients.AsSpan()));
        }
    }
}
