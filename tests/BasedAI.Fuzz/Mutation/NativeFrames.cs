using System.Buffers.Binary;
using BasedAI.Fhe;

namespace BasedAI.Fuzz.Mutation;

/// <summary>Makes checksums of native frames right again, and sometimes lengths first.</summary>
internal static class NativeFrames
{
    private const int LengthAt = 40;

    public static byte[] Repair(byte[] bytes, Random random)
    {
        byte[] repaired = [.. bytes];
        for (int start = 0; repaired.Length - start >= WireFormat.HeaderSize + WireFormat.ChecksumSize;)
        {
            var frame = repaired.AsSpan(start);
            long length = BinaryPrimitives.ReadInt64LittleEndian(frame[LengthAt..]);
            long room = frame.Length - WireFormat.HeaderSize - WireFormat.ChecksumSize;
            if (length < 0 || length > room)
            {
                if (random.Next(2) == 0) return repaired;
                length = room;
                BinaryPrimitives.WriteInt64LittleEndian(frame[LengthAt..], length);
            }

            int end = WireFormat.HeaderSize + (int)length;
            BinaryPrimitives.WriteUInt32LittleEndian(frame[end..], ~WireFormat.UpdateChecksum(uint.MaxValue, frame[..end]));
            start += end + WireFormat.ChecksumSize;
        }

        return repaired;
    }
}
