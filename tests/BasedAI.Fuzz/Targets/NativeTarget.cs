using BasedAI.Fhe;
using BasedAI.Fuzz.Mutation;

namespace BasedAI.Fuzz.Targets;

/// <summary>A decoder of the native wire format, under small insecure parameters.</summary>
internal sealed class NativeTarget : FuzzTarget
{
    /// <summary>
    /// A residue takes at least 31 bits on the wire and 64 in memory, and a seed may stand for as many again: 128/31 bytes in memory for a byte that arrived.
    /// The rest is rounding up: alignment of limbs, and buffers whose sizes are powers of two.
    /// </summary>
    private const int BytesPerByte = 8;

    /// <summary>Buffers, the stream of a seed, an exception with its trace.</summary>
    private const int FixedBytes = 24 << 10;

    private const int MaxItems = 4;

    private readonly NativeSamples _samples;
    private readonly Func<NativeSamples, IEnumerable<byte[]>> _seeds;
    private readonly Func<CkksParameters, Stream, IEnumerable<IDisposable>> _read;

    private NativeTarget(
        string name, NativeSamples samples, Func<NativeSamples, IEnumerable<byte[]>> seeds, Func<CkksParameters, Stream, IEnumerable<IDisposable>> read)
    {
        Name = name;
        _samples = samples;
        _seeds = seeds;
        _read = read;
    }

    public override string Name { get; }

    public override int N => _samples.Parameters.N;

    public override int Turn => N > 64 ? 16 : 256;

    public static IEnumerable<FuzzTarget> All()
    {
        foreach (var (suffix, samples) in new[] { ("", NativeSamples.Small), ("-wide", NativeSamples.Wide) })
        {
            yield return new NativeTarget("native-plaintext" + suffix, samples, s => [s.Plaintext(0), s.Plaintext(2)], (p, stream) => [PlaintextSerializer.Read(p, stream)]);
            yield return new NativeTarget(
                "native-ciphertext" + suffix, samples, s => [s.Ciphertext(0, true, 1), s.Ciphertext(1, false, 1), s.Ciphertext(2, false, 2)],
                (p, stream) => [CiphertextSerializer.Read(p, stream)]);
            yield return new NativeTarget("native-bundle" + suffix, samples, s => [s.Bundle()], (p, stream) => CiphertextBundle.Read(p, stream, MaxItems));
            yield return new NativeTarget("native-secret-key" + suffix, samples, s => [s.SecretKey()], (p, stream) => [SecretKeySerializer.Read(p, stream)]);
            yield return new NativeTarget("native-public-key" + suffix, samples, s => [s.PublicKey()], (p, stream) => [PublicKeySerializer.Read(p, stream)]);
            yield return new NativeTarget(
                "native-relinearization-key" + suffix, samples, s => [s.RelinearizationKey()], (p, stream) => [RelinearizationKeySerializer.Read(p, stream)]);
            yield return new NativeTarget("native-galois-key" + suffix, samples, s => s.GaloisKeys(), (p, stream) => [GaloisKeySerializer.Read(p, stream)]);
            yield return new NativeTarget("native-evaluation-keys" + suffix, samples, s => [s.Keys()], (p, stream) => [EvaluationKeySet.Read(p, stream, MaxItems)]);
        }
    }

    public override IReadOnlyList<byte[]> CreateSeeds() => [.. _seeds(_samples)];

    public override string Read(byte[] bytes)
    {
        using Stream stream = IsForward(bytes) ? new ForwardStream(bytes) : new MemoryStream(bytes, writable: false);
        string shape = "";
        foreach (var item in _read(_samples.Parameters, stream))
        {
            shape += item.ToString();
            item.Dispose();
        }

        return shape;
    }

    public override string? GetRefusal(Exception exception) => (exception as CiphertextFormatException)?.Reason.ToString();

    /// <summary>A secret key has 2 bits a coefficient on the wire and all limbs in memory: its bound is one object, not its bytes.</summary>
    public override long GetAllowedBytes(ReadOnlySpan<byte> bytes)
    {
        long perByte = Name.Contains("secret", StringComparison.Ordinal) && bytes.Length >= (N / 4) + WireFormat.HeaderSize
            ? 4 * (2 + (8L * (_samples.Parameters.MaxLevel + 3 + _samples.Parameters.Alpha)))
            : BytesPerByte;
        return FixedBytes + (perByte * bytes.Length);
    }

    public override byte[] Repair(byte[] bytes, Random random) => NativeFrames.Repair(bytes, random);

    // Half of all inputs come as from a network; which, the bytes decide, so that a finding replays.
    private static bool IsForward(byte[] bytes) => bytes.Length > 0 && (bytes[^1] & 1) != 0;
}
