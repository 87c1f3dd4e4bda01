using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SHAKE256 (FIPS 202) by the platform where it has it, otherwise by the 24 rounds of Keccak-f[1600] below: a seed must expand on every machine.
/// </summary>
internal static class Keccak
{
    private const int Rate = 136;

    private static readonly int[] RotationOf =
        [0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14];

    private static readonly ulong[] RoundConstants = MakeRoundConstants();

    /// <summary>As many bytes of SHAKE256(message) as the span holds.</summary>
    public static void Shake256(ReadOnlySpan<byte> message, Span<byte> output)
    {
        if (System.Security.Cryptography.Shake256.IsSupported) System.Security.Cryptography.Shake256.HashData(message, output);
        else Shake256Portable(message, output);
    }

    /// <summary>The same without the platform.</summary>
    internal static void Shake256Portable(ReadOnlySpan<byte> message, Span<byte> output)
    {
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        Span<byte> block = stackalloc byte[Rate];
        for (; message.Length >= Rate; message = message[Rate..]) Absorb(state, message[..Rate]);
        block.Clear();
        message.CopyTo(block);
        block[message.Length] ^= 0x1F;                                   // the suffix 1111 of SHAKE and the first bit of the padding
        block[Rate - 1] ^= 0x80;
        Absorb(state, block);

        while (true)
        {
            for (int i = 0; i < Rate / 8; i++) BinaryPrimitives.WriteUInt64LittleEndian(block[(8 * i)..], state[i]);
            int count = Math.Min(Rate, output.Length);
            block[..count].CopyTo(output);
            output = output[count..];
            if (output.IsEmpty) break;
            Permute(state);
        }

        CryptographicOperations.ZeroMemory(block);
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (int i = 0; i < Rate / 8; i++) state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        Permute(state);
    }

    // FIPS 202, section 3.3; the lane of column x and row y is state[x + 5y].
    private static void Permute(Span<ulong> state)
    {
        Span<ulong> column = stackalloc ulong[5], moved = stackalloc ulong[25];
        foreach (ulong constant in RoundConstants)
        {
            for (int x = 0; x < 5; x++) column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            for (int i = 0; i < 25; i++)
            {
                int x = i % 5, y = i / 5;
                ulong lane = state[i] ^ column[(x + 4) % 5] ^ BitOperations.RotateLeft(column[(x + 1) % 5], 1);      // theta
                moved[y + (5 * (((2 * x) + (3 * y)) % 5))] = BitOperations.RotateLeft(lane, RotationOf[i]);          // rho, pi
            }

            for (int i = 0; i < 25; i++)                                                                             // chi
            {
                int row = i - (i % 5);
                state[i] = moved[i] ^ (~moved[row + ((i + 1) % 5)] & moved[row + ((i + 2) % 5)]);
            }

            state[0] ^= constant;                                                                                    // iota
        }
    }

    // FIPS 202, section 3.2.5: bit 2^j - 1 of constant i is bit 0 of the shift register of x^8 + x^6 + x^5 + x^4 + 1 after j + 7i steps.
    private static ulong[] MakeRoundConstants()
    {
        var constants = new ulong[24];
        int register = 1;
        for (int i = 0; i < 24; i++)
        {
            for (int j = 0; j <= 6; j++)
            {
                if ((register & 1) != 0) constants[i] |= 1UL << ((1 << j) - 1);
                register = (register << 1) ^ ((register >> 7) * 0x171);
            }
        }

        return constants;
    }
}
