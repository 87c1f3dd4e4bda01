// BLAKE2b (RFC 7693) with its whole 64-byte parameter block (Aumasson, Neves, Wilcox-O'Hearn, Winnerlein, "BLAKE2: simpler, smaller, fast as MD5",
// section 2.5), which the tree-like output of BLAKE2Xb (Aumasson, Neves, O'Hearn, Winnerlein, "BLAKE2X", 2016) needs:
//
//   H0   = BLAKE2b(parameters with xof_length; key block, message)                                  64 bytes
//   B_i  = BLAKE2b(fanout 0, depth 0, leaf_length 64, node_offset i, xof_length, inner_length 64; H0)
//   output = B_0 ‖ B_1 ‖ …
using System.Buffers.Binary;

namespace BasedAI.Fhe.Seal;

/// <summary>BLAKE2b-256 for parms_id, BLAKE2Xb for seeds.</summary>
internal static class Blake2b
{
    public const int MaxKeyLength = 64;
    private const int BlockLength = 128;
    private const int DigestLength = 64;

    private static ReadOnlySpan<ulong> InitialVector =>
    [
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    ];

    // RFC 7693, section 2.7; rounds 10 and 11 repeat 0 and 1.
    private static ReadOnlySpan<byte> Sigma =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    ];

    /// <summary>The 32-byte digest without a key.</summary>
    public static void Hash256(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        Span<byte> parameters = stackalloc byte[64];
        parameters.Clear();
        (parameters[0], parameters[2], parameters[3]) = (32, 1, 1);
        Hash(parameters, default, message, digest[..32]);
    }

    /// <summary>BLAKE2Xb.</summary>
    /// <param name="key">At most 64 bytes.</param>
    /// <param name="message">Any length.</param>
    /// <param name="output">As many bytes as wanted, below 2^32 - 1.</param>
    public static void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> output)
    {
        Span<byte> parameters = stackalloc byte[64];
        parameters.Clear();
        (parameters[0], parameters[1], parameters[2], parameters[3]) = (DigestLength, (byte)key.Length, 1, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(parameters[12..], (uint)output.Length);
        Span<byte> root = stackalloc byte[DigestLength];
        Hash(parameters, key, message, root);

        (parameters[1], parameters[2], parameters[3], parameters[17]) = (0, 0, 0, DigestLength);
        BinaryPrimitives.WriteUInt32LittleEndian(parameters[4..], DigestLength);
        for (int i = 0; !output.IsEmpty; i++)
        {
            var piece = output[..Math.Min(DigestLength, output.Length)];
            parameters[0] = (byte)piece.Length;
            BinaryPrimitives.WriteUInt32LittleEndian(parameters[8..], (uint)i);
            Hash(parameters, default, root, piece);
            output = output[piece.Length..];
        }
    }

    private static void Hash(ReadOnlySpan<byte> parameters, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> digest)
    {
        Span<ulong> state = stackalloc ulong[8];
        for (int i = 0; i < 8; i++) state[i] = InitialVector[i] ^ BinaryPrimitives.ReadUInt64LittleEndian(parameters[(8 * i)..]);

        Span<byte> block = stackalloc byte[BlockLength];
        block.Clear();
        ulong length = 0;
        if (!key.IsEmpty)
        {
            key.CopyTo(block);
            length = BlockLength;
            Compress(state, block, length, isLast: message.IsEmpty);
        }

        while (message.Length > BlockLength)
        {
            Compress(state, message[..BlockLength], length += BlockLength, isLast: false);
            message = message[BlockLength..];
        }

        if (key.IsEmpty || !message.IsEmpty)
        {
            block.Clear();
            message.CopyTo(block);
            Compress(state, block, length + (ulong)message.Length, isLast: true);
        }

        Span<byte> full = stackalloc byte[DigestLength];
        for (int i = 0; i < 8; i++) BinaryPrimitives.WriteUInt64LittleEndian(full[(8 * i)..], state[i]);
        full[..digest.Length].CopyTo(digest);
    }

    private static void Compress(Span<ulong> state, ReadOnlySpan<byte> block, ulong length, bool isLast)
    {
        Span<ulong> v = stackalloc ulong[16], m = stackalloc ulong[16];
        for (int i = 0; i < 16; i++) m[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        state.CopyTo(v);
        InitialVector.CopyTo(v[8..]);
        v[12] ^= length;
        if (isLast) v[14] = ~v[14];

        for (int round = 0; round < 12; round++)
        {
            var order = Sigma.Slice(16 * (round % 10), 16);
            for (int i = 0; i < 4; i++) Mix(v, i, 4 + i, 8 + i, 12 + i, m[order[2 * i]], m[order[(2 * i) + 1]]);
            for (int i = 0; i < 4; i++)
                Mix(v, i, 4 + ((i + 1) & 3), 8 + ((i + 2) & 3), 12 + ((i + 3) & 3), m[order[8 + (2 * i)]], m[order[9 + (2 * i)]]);
        }

        for (int i = 0; i < 8; i++) state[i] ^= v[i] ^ v[i + 8];
    }

    private static void Mix(Span<ulong> v, int a, int b, int c, int d, ulong x, ulong y)
    {
        v[a] += v[b] + x;
        v[d] = ulong.RotateRight(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = ulong.RotateRight(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = ulong.RotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = ulong.RotateRight(v[b] ^ v[c], 63);
    }
}
