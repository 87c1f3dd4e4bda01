using System.Buffers;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace BasedAI.Grains;

/// <summary>
/// Measures a call's arguments by serialising them into nothing. Counting stops at the limit, so that an argument of any size costs at most
/// <see cref="MaxBytes"/> of serialising and 16 KB of memory; arguments of fixed size are not looked at.
/// </summary>
internal sealed class MessageSize(Serializer serializer)
{
    /// <summary>The cap of a grain call's arguments: 256 KiB. What is larger is a blob.</summary>
    public const int MaxBytes = 256 * 1024;

    public bool IsTooLarge(IInvokable request)
    {
        CountingWriter? counter = null;
        for (var i = 0; i < request.GetArgumentCount(); i++)
        {
            var argument = request.GetArgument(i);
            if (argument is null or ValueType)
                continue;
            if (IsLongerThanCap(argument))
                return true;
            counter ??= new CountingWriter();
            try
            {
                serializer.Serialize(argument, counter);
            }
            catch (CapReachedException)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLongerThanCap(object argument) => argument is string { Length: > MaxBytes } or byte[] { Length: > MaxBytes };

    private sealed class CapReachedException : Exception;

    private sealed class CountingWriter : IBufferWriter<byte>
    {
        private byte[] _scratch = new byte[4096];
        private long _count;

        public void Advance(int count)
        {
            _count += count;
            if (_count > MaxBytes)
                throw new CapReachedException();
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (sizeHint > MaxBytes)
                throw new CapReachedException();
            if (sizeHint > _scratch.Length)
                _scratch = new byte[sizeHint];
            return _scratch;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
