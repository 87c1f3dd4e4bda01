using System.Buffers.Binary;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// The byte stream of a seed: blocks of 4096 bytes, block c being BLAKE2Xb with the seed as key over c, or SHAKE256(seed ‖ c), with c as eight bytes,
/// little endian. Reads go on where the last one ended. SEAL 4.1, randomgen.cpp.
/// </summary>
internal sealed class SealPrng(SealSeed seed)
{
    public const int BlockLength = 4096;

    private readonly byte[] _block = new byte[BlockLength];
    private int _position = BlockLength;
    private ulong _next;

    public void Fill(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            if (_position == BlockLength)
            {
                MakeBlock(_next++);
                _position = 0;
            }

            int count = Math.Min(destination.Length, BlockLength - _position);
            _block.AsSpan(_position, count).CopyTo(destination);
            _position += count;
            destination = destination[count..];
        }
    }

    public ulong NextUInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private void MakeBlock(ulong counter)
    {
        Span<byte> message = stackalloc byte[SealSeed.SizeInBytes + sizeof(ulong)];
        var number = message[SealSeed.SizeInBytes..];
        BinaryPrimitives.WriteUInt64LittleEndian(number, counter);
        if (seed.Generator == SealGenerator.Blake2xb)
        {
            Blake2b.Expand(seed.Bytes, number, _block);
            return;
        }

        seed.Bytes.CopyTo(message);
        Keccak.Shake256(message, _block);
    }
}
