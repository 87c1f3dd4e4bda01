// Keystream of AES-256 in counter mode (NIST SP 800-38A, section 6.5). Part of the wire format, so exact:
//   key      the 32 bytes of the seed
//   block i  AES-256(key, domain as 8 bytes big-endian ‖ i as 8 bytes big-endian), i = 0, 1, 2, …
// that is, standard AES-256-CTR with the initial counter block domain‖0. Bytes come out in order; a 64-bit number is the next eight bytes, little-endian.
// One seed serves many independent streams, told apart by domain.
using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace BasedAI.Fhe.Ring;

/// <summary>A deterministic stream of random bytes from a 32-byte seed: AES-256-CTR. Not thread-safe. Dispose wipes it.</summary>
public sealed class SeededPrng : IDisposable
{
    /// <summary>Bytes of a seed.</summary>
    public const int SeedLength = 32;

    private const int BlockLength = 16;
    private const int FirstBatch = 1 << 10;
    private const int LargestBatch = 1 << 16;

    private readonly ICryptoTransform _aes;
    private readonly ulong _domain;
    private byte[] _counters = [];
    private byte[] _keystream = [];
    private int _batch;
    private int _position;
    private ulong _nextBlock;
    private bool _disposed;

    /// <summary>Starts the stream of a seed and a domain.</summary>
    /// <param name="seed32">Exactly 32 bytes; copied.</param>
    /// <param name="domain">Which of the seed's streams.</param>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public SeededPrng(ReadOnlySpan<byte> seed32, ulong domain = 0)
    {
        if (seed32.Length != SeedLength)
            throw new ArgumentException($"A seed has {SeedLength} bytes; {seed32.Length} were given.", nameof(seed32));
        _domain = domain;
        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        var key = seed32.ToArray();
        _aes = aes.CreateEncryptor(key, null);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>A stream whose seed is fresh from the system's generator and known to no one.</summary>
    public static SeededPrng FromSystem()
    {
        Span<byte> seed = stackalloc byte[SeedLength];
        RandomNumberGenerator.Fill(seed);
        var prng = new SeededPrng(seed);
        CryptographicOperations.ZeroMemory(seed);
        return prng;
    }

    /// <summary>The next bytes of the stream.</summary>
    /// <exception cref="ObjectDisposedException">The stream was wiped.</exception>
    public void Fill(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            if (_position == _batch)
                Refill();
            var count = Math.Min(destination.Length, _batch - _position);
            _keystream.AsSpan(_position, count).CopyTo(destination);
            _position += count;
            destination = destination[count..];
        }
    }

    /// <summary>The next eight bytes, little-endian.</summary>
    /// <exception cref="ObjectDisposedException">The stream was wiped.</exception>
    public ulong NextUInt64()
    {
        if (_batch - _position >= sizeof(ulong))
        {
            var value = BinaryPrimitives.ReadUInt64LittleEndian(_keystream.AsSpan(_position));
            _position += sizeof(ulong);
            return value;
        }
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Wipes key and keystream.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _aes.Dispose();
        GiveBack();
        _batch = _position = 0;
    }

    // Batches grow: a stream that yields one small polynomial pays for one small polynomial.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Refill()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_batch < LargestBatch)
        {
            GiveBack();
            _batch = _batch == 0 ? FirstBatch : Math.Min(_batch * 8, LargestBatch);
            _counters = ArrayPool<byte>.Shared.Rent(_batch);
            _keystream = ArrayPool<byte>.Shared.Rent(_batch);
            for (var i = 0; i < _batch; i += BlockLength)
                BinaryPrimitives.WriteUInt64BigEndian(_counters.AsSpan(i), _domain);
        }
        for (var i = 0; i < _batch; i += BlockLength)
            BinaryPrimitives.WriteUInt64BigEndian(_counters.AsSpan(i + 8), _nextBlock++);
        _aes.TransformBlock(_counters, 0, _batch, _keystream, 0);
        _position = 0;
    }

    private void GiveBack()
    {
        if (_keystream.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_counters);
        CryptographicOperations.ZeroMemory(_keystream);
        ArrayPool<byte>.Shared.Return(_keystream);
        _counters = _keystream = [];
    }
}
