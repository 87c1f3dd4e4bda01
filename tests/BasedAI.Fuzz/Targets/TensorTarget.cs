using System.Buffers.Binary;
using System.Text;
using BasedAI.Cerberus;

namespace BasedAI.Fuzz.Targets;

/// <summary>Files of tensors that a model is imported from. They take no limbs.</summary>
internal sealed class TensorTarget : FuzzTarget
{
    /// <summary>
    /// The smallest entry of a state file has eight bytes, and a name, a shape, an array and a place in a sorted dictionary in memory. A half becomes a float, in
    /// an array that doubles.
    /// </summary>
    private const int BytesPerByte = 40;

    /// <summary>Buffers, an exception with its trace.</summary>
    private const int FixedBytes = 64 << 10;

    private readonly Func<Stream, IReadOnlyDictionary<string, Tensor>> _read;
    private readonly Func<IReadOnlyList<byte[]>> _seeds;

    private TensorTarget(string name, Func<Stream, IReadOnlyDictionary<string, Tensor>> read, Func<IReadOnlyList<byte[]>> seeds)
    {
        Name = name;
        _read = read;
        _seeds = seeds;
    }

    public override string Name { get; }

    public override int N => 64;

    public static IEnumerable<FuzzTarget> All() =>
    [
        new TensorTarget("safetensors", SafetensorsFile.Read, Safetensors),
        new TensorTarget("state-dict", StateDictFile.Read, StateDicts),
    ];

    public override IReadOnlyList<byte[]> CreateSeeds() => _seeds();

    public override string Read(byte[] bytes)
    {
        // Half of all inputs come as from a network; which, the bytes decide, so that a finding replays.
        using Stream stream = bytes.Length > 0 && (bytes[^1] & 1) != 0 ? new ForwardStream(bytes) : new MemoryStream(bytes, writable: false);
        var tensors = _read(stream);
        if (tensors.Values.Any(static tensor => tensor.Values.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)))
            throw new InvalidOperationException("A number that is not finite was read.");
        return $"{tensors.Count} {tensors.Values.Select(static tensor => tensor.Shape.Length).DefaultIfEmpty().Max()}";
    }

    public override string? GetRefusal(Exception exception) => (exception as TensorFileException)?.Error.ToString();

    public override long GetAllowedBytes(ReadOnlySpan<byte> bytes) => FixedBytes + ((long)BytesPerByte * bytes.Length);

    /// <summary>The length of the header, up to the last brace there is.</summary>
    public override byte[] Repair(byte[] bytes, Random random)
    {
        int end = bytes.AsSpan().LastIndexOf((byte)'}');
        if (Name != "safetensors" || end < 8) return bytes;
        byte[] repaired = [.. bytes];
        BinaryPrimitives.WriteInt64LittleEndian(repaired, end + 1 - 8);
        return repaired;
    }

    private static IReadOnlyList<byte[]> Safetensors()
    {
        using var written = new MemoryStream();
        SafetensorsFile.Write(written, new Dictionary<string, Tensor> { ["a.weight"] = new([2, 3], [1, 2, 3, 4, 5, 6]), ["a.bias"] = new([], [0.5f]), ["empty"] = new([3, 0], []) });
        byte[] header = Encoding.ASCII.GetBytes(
            """{"__metadata__":{"format":"pt"},"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[1,2],"data_offsets":[4,8]},"d":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}} """);
        byte[] types = [.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0x3C, 0, 0xC0, 0x80, 0x3F, 0x40, 0xC0, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F];
        return [written.ToArray(), types];
    }

    private static IReadOnlyList<byte[]> StateDicts() =>
    [
        [2, 8, .. "a.weight"u8, 6, 2, 2, 2, .. new byte[16], 6, .. "a.bias"u8, 7, 0, .. new byte[8]],
        [3, 1, (byte)'h', 5, 1, 3, 0, 0x3C, 0, 0xC0, 0, 0, 1, (byte)'b', 15, 2, 1, 2, 0x80, 0x3F, 0x40, 0xC0, 1, (byte)'e', 6, 3, 0, 1, 2],
    ];
}
