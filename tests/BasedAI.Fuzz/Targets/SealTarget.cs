using System.Buffers.Binary;
using System.IO.Compression;
using BasedAI.Fhe.Seal;
using ZstdSharp;

namespace BasedAI.Fuzz.Targets;

/// <summary>A decoder of SEAL's files, plain, zlib and zstd, under a toy context.</summary>
internal sealed class SealTarget : FuzzTarget
{
    /// <summary>Words are as long in memory as on the wire; a seed stands for as many again, and bytes of a stream are collected by doubling.</summary>
    private const int BytesPerByte = 6;

    /// <summary>The first buffer for bytes that cannot be counted beforehand (64 KiB), an exception with its trace.</summary>
    private const int FixedBytes = 96 << 10;

    /// <summary>Buffers of the decompressors.</summary>
    private const int BufferBytes = 1 << 19;

    private const int HeaderBytes = 16, CompressionAt = 5, SizeAt = 8;

    private readonly SealSamples _samples;
    private readonly Func<SealSamples, IEnumerable<byte[]>> _seeds;
    private readonly Func<SealContext, byte[], object> _read;
    private readonly Func<SealContext, Stream, object> _readStream;

    private SealTarget(
        string name, SealSamples samples, Func<SealSamples, IEnumerable<byte[]>> seeds, Func<SealContext, byte[], object> read, Func<SealContext, Stream, object> readStream)
    {
        Name = name;
        _samples = samples;
        _seeds = seeds;
        _read = read;
        _readStream = readStream;
    }

    public override string Name { get; }

    public override int N => _samples.Context.N;

    public override int Turn => N > 64 ? 16 : 256;

    public static IEnumerable<FuzzTarget> All()
    {
        yield return new SealTarget(
            "seal-parameters", SealSamples.Small, s => [s.Parameters.ToBytes()], (_, bytes) => SealEncryptionParameters.Read(bytes),
            (_, stream) => SealEncryptionParameters.Read(stream));
        foreach (var (suffix, samples) in new[] { ("", SealSamples.Small), ("-wide", SealSamples.Wide) })
        {
            yield return new SealTarget("seal-plaintext" + suffix, samples, s => [s.Plaintext()], (c, bytes) => SealPlaintext.Read(c, bytes), SealPlaintext.Read);
            yield return new SealTarget(
                "seal-ciphertext" + suffix, samples, s => [s.Ciphertext(true), s.Ciphertext(false)], (c, bytes) => SealCiphertext.Read(c, bytes), SealCiphertext.Read);
            yield return new SealTarget("seal-secret-key" + suffix, samples, s => [s.SecretKey()], (c, bytes) => SealSecretKey.Read(c, bytes), SealSecretKey.Read);
            yield return new SealTarget("seal-public-key" + suffix, samples, s => [s.PublicKey()], (c, bytes) => SealPublicKey.Read(c, bytes), SealPublicKey.Read);
            yield return new SealTarget("seal-relin-keys" + suffix, samples, s => [s.RelinKeys()], (c, bytes) => SealRelinKeys.Read(c, bytes), SealRelinKeys.Read);
            yield return new SealTarget("seal-galois-keys" + suffix, samples, s => [s.GaloisKeys()], (c, bytes) => SealGaloisKeys.Read(c, bytes), SealGaloisKeys.Read);
        }
    }

    public override IReadOnlyList<byte[]> CreateSeeds()
    {
        byte[][] plain = [.. _seeds(_samples)];
        return [.. plain, .. plain.Select(bytes => Pack(bytes, SealCompression.Zlib)), .. plain.Select(bytes => Pack(bytes, SealCompression.Zstd))];
    }

    public override string Read(byte[] bytes)
    {
        object read;
        switch (bytes.Length == 0 ? 0 : bytes[^1] & 3)                  // the bytes decide, so that a finding replays
        {
            case 0:
                read = _readStream(_samples.Context, new ForwardStream(bytes));
                break;
            case 1:
                read = _readStream(_samples.Context, new MemoryStream(bytes, writable: false));
                break;
            default:
                read = _read(_samples.Context, bytes);
                break;
        }

        string shape = read is SealCiphertext ? read.ToString()! : "";
        (read as IDisposable)?.Dispose();
        return shape;
    }

    public override string? GetRefusal(Exception exception) => (exception as SealFormatException)?.Reason.ToString();

    public override long GetAllowedBytes(ReadOnlySpan<byte> bytes)
    {
        bool isCompressed = bytes.Length > CompressionAt && bytes[CompressionAt] != 0;
        return FixedBytes + ((long)BytesPerByte * bytes.Length) + (isCompressed ? BufferBytes + GetMaxUnpacked(bytes.Length) : 0);
    }

    /// <summary>The outer size made right; and content of a compressed object is unpacked, damaged and packed again, or a plain one packed.</summary>
    public override byte[] Repair(byte[] bytes, Random random)
    {
        if (bytes.Length < HeaderBytes) return bytes;
        byte[] repaired = [.. bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(repaired.AsSpan(SizeAt), (ulong)repaired.Length);
        var compression = (SealCompression)repaired[CompressionAt];
        if (compression == SealCompression.None) return random.Next(3) == 0 ? Pack(repaired, (SealCompression)(1 + random.Next(2))) : repaired;
        if (random.Next(4) == 0) return repaired;

        byte[]? plain = Unpack(repaired, compression);
        if (plain is null || plain.Length == 0) return repaired;
        for (int edits = 1 + random.Next(4); edits > 0; edits--)
            plain[random.Next(2) == 0 ? random.Next(plain.Length) : random.Next(Math.Min(96, plain.Length))] ^= (byte)(1 << random.Next(8));
        return Pack([.. repaired.AsSpan(0, HeaderBytes), .. plain], compression);
    }

    // What is as good as random is held to eight times the bytes that arrived, and as much again may be collected or made of a seed. A plaintext may be a constant, a few
    // hundred bytes of file for the one level it has: the parameters bound it.
    private long GetMaxUnpacked(int length) =>
        Name.StartsWith("seal-plaintext", StringComparison.Ordinal) ? 2L * 8 * N * _samples.Context.DataPrimeCount : 2 * ((8L * length) + (1 << 12));

    private static byte[] Pack(byte[] plain, SealCompression compression)
    {
        using var packed = new MemoryStream();
        packed.Write(plain, 0, HeaderBytes);
        using (Stream packing = compression == SealCompression.Zlib
            ? new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)
            : new CompressionStream(packed, 1, leaveOpen: true))
        {
            packing.Write(plain, HeaderBytes, plain.Length - HeaderBytes);
        }

        byte[] bytes = packed.ToArray();
        bytes[CompressionAt] = (byte)compression;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(SizeAt), (ulong)bytes.Length);
        return bytes;
    }

    private static byte[]? Unpack(byte[] packed, SealCompression compression)
    {
        const int Most = 1 << 20;
        try
        {
            var source = new MemoryStream(packed, HeaderBytes, packed.Length - HeaderBytes, writable: false);
            using Stream unpacking = compression == SealCompression.Zlib ? new ZLibStream(source, CompressionMode.Decompress) : new DecompressionStream(source);
            byte[] plain = new byte[Most];
            return plain[..unpacking.ReadAtLeast(plain, Most, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or ZstdException)
        {
            return null;
        }
    }
}
