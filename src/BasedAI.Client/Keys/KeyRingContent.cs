using System.Collections.Immutable;
using System.Security.Cryptography;
using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Client;

/// <summary>
/// What is inside a key file, little endian: count of entries (4; not in version 1, which has one), and each entry: logN (4), log2 of the default scale (4),
/// counts of Q and P (4 + 4), bits of each prime (4 each), parameters id (32); relinearisation level or -1 (4), count of Galois keys (4), element and level of
/// each (4 + 4); length (4) and bytes of the secret key's frame, empty where an earlier entry has the secret of these parameters; length (4) and bytes
/// of the evaluation keys.
/// </summary>
internal static class KeyRingContent
{
    private const int MaxGaloisKeys = 4096;
    private const int MaxEntries = 64;

    /// <summary>The bytes; they hold the secrets in the clear, and the caller wipes them.</summary>
    public static byte[] Write(IReadOnlyList<PlanKeys> ring)
    {
        if (ring.Count is 0 or > MaxEntries) throw new InvalidOperationException($"A key file holds keys of 1 to {MaxEntries} plans, not of {ring.Count}.");
        var secrets = new Dictionary<ParametersId, byte[]>();
        try
        {
            foreach (var keys in ring) secrets.TryAdd(keys.Parameters.Id, SecretBytes(keys.Secret.Key));
            var size = 4 + ring.Sum(keys => (long)SizeOf(keys)) + secrets.Values.Sum(secret => secret.Length);
            if (size > KeyFileEnvelope.MaxContentBytes)
                throw new KeyFileException(KeyFileError.NotWritten, $"The keys are {size} bytes long; a key file holds {KeyFileEnvelope.MaxContentBytes}. Use several files.");
            var content = GC.AllocateUninitializedArray<byte>((int)size, pinned: true);
            using var stream = new MemoryStream(content);
            using var writer = new BinaryWriter(stream);
            writer.Write(ring.Count);
            var written = new HashSet<ParametersId>();
            foreach (var keys in ring)
                WriteEntry(writer, keys, written.Add(keys.Parameters.Id) ? secrets[keys.Parameters.Id] : []);
            return content;
        }
        finally
        {
            foreach (var secret in secrets.Values) CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, or the one entry of version 1.</summary>
    /// <exception cref="KeyFileException">It is not that.</exception>
    public static ClientKeyRing Read(int version, byte[] content)
    {
        var ring = new List<PlanKeys>();
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            using var reader = new BinaryReader(stream);
            var count = version == 1 ? 1 : reader.ReadInt32();
            if (count is < 1 or > MaxEntries) throw Bad("it has too few or too many keys");
            for (var i = 0; i < count; i++) ring.Add(ReadEntry(reader, content, ring));
            return stream.Position == stream.Length ? new ClientKeyRing(ring, makesKeys: false) : throw Bad("lengths are out of range");
        }
        catch (Exception exception)
        {
            foreach (var keys in ring) keys.Secret.Dispose();
            if (exception is not (EndOfStreamException or CiphertextFormatException or FheParameterException or ArgumentException)) throw;
            throw new KeyFileException(KeyFileError.BadContent, "The key file opens, but its content is not a key ring of this client. Make new keys.", exception);
        }
    }

    private static int SizeOf(PlanKeys keys)
    {
        var literal = keys.Parameters.Literal;
        return 16 + (4 * (literal.LogQ.Length + literal.LogP.Length)) + ParametersId.SizeInBytes + 8 + (8 * keys.Request.Galois.Length) + 8 + keys.EvaluationKeyBytes.Length;
    }

    private static void WriteEntry(BinaryWriter writer, PlanKeys keys, byte[] secret)
    {
        var literal = keys.Parameters.Literal;
        writer.Write(literal.LogN);
        writer.Write(literal.LogDefaultScale);
        writer.Write(literal.LogQ.Length);
        writer.Write(literal.LogP.Length);
        foreach (var bits in literal.LogQ.Concat(literal.LogP)) writer.Write(bits);
        Span<byte> id = stackalloc byte[ParametersId.SizeInBytes];
        keys.Parameters.Id.CopyTo(id);
        writer.Write(id);
        writer.Write(keys.Request.RelinearizationLevel ?? -1);
        writer.Write(keys.Request.Galois.Length);
        foreach (var key in keys.Request.Galois)
        {
            writer.Write(key.Element.Value);
            writer.Write(key.Level);
        }

        writer.Write(secret.Length);
        writer.Write(secret);
        writer.Write(keys.EvaluationKeyBytes.Length);
        writer.Write(keys.EvaluationKeyBytes.Span);
    }

    private static PlanKeys ReadEntry(BinaryReader reader, byte[] content, List<PlanKeys> earlier)
    {
        var parameters = ReadParameters(reader);
        var request = ReadRequest(reader);
        var known = earlier.Find(keys => keys.Parameters.Id == parameters.Id)?.Secret;
        var secret = ReadSecret(reader, content, parameters, known);
        try
        {
            var stream = reader.BaseStream;
            var length = reader.ReadInt32();
            if (length <= 0 || length > stream.Length - stream.Position) throw Bad("lengths are out of range");
            return new PlanKeys(secret, request, reader.ReadBytes(length));
        }
        catch
        {
            if (secret != known) secret.Dispose();
            throw;
        }
    }

    private static SecretHolder ReadSecret(BinaryReader reader, byte[] content, CkksParameters parameters, SecretHolder? known)
    {
        var stream = reader.BaseStream;
        var length = reader.ReadInt32();
        if (length < 0 || length > stream.Length - stream.Position || (length == 0) != (known is not null)) throw Bad("lengths are out of range");
        if (known is not null) return known;
        using var bytes = new MemoryStream(content, (int)stream.Position, length, writable: false);
        stream.Position += length;
        return new SecretHolder(parameters, SecretKeySerializer.Read(parameters, bytes));
    }

    private static CkksParameters ReadParameters(BinaryReader reader)
    {
        var (logN, logScale, countQ, countP) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        if (countQ is < 1 or > CkksParameters.MaxPrimeCount || countP is < 1 or > CkksParameters.MaxPrimeCount) throw Bad("parameters are out of range");
        var parameters = CkksParameters.Create(new CkksParametersLiteral
        {
            LogN = logN,
            LogDefaultScale = logScale,
            LogQ = ReadSizes(reader, countQ),
            LogP = ReadSizes(reader, countP),
        });
        return ParametersId.FromBytes(reader.ReadBytes(ParametersId.SizeInBytes)) == parameters.Id ? parameters : throw Bad("the parameters' digest does not fit");
    }

    private static EvaluationKeyRequest ReadRequest(BinaryReader reader)
    {
        var relinearization = reader.ReadInt32();
        var count = reader.ReadInt32();
        if (count is < 0 or > MaxGaloisKeys) throw Bad("it names too many keys");
        var galois = ImmutableArray.CreateBuilder<GaloisKeyRequest>(count);
        for (var i = 0; i < count; i++) galois.Add(new GaloisKeyRequest(new GaloisElement(reader.ReadUInt32()), reader.ReadInt32()));
        return new EvaluationKeyRequest(relinearization < 0 ? null : relinearization, galois.MoveToImmutable());
    }

    private static ImmutableArray<int> ReadSizes(BinaryReader reader, int count)
    {
        var sizes = ImmutableArray.CreateBuilder<int>(count);
        for (var i = 0; i < count; i++) sizes.Add(reader.ReadInt32());
        return sizes.MoveToImmutable();
    }

    private static byte[] SecretBytes(SecretKey secretKey)
    {
        using var stream = new MemoryStream(1 << 17);                      // never grows: no copy of the secret is left behind
        SecretKeySerializer.Write(secretKey, stream);
        var bytes = stream.ToArray();
        CryptographicOperations.ZeroMemory(stream.GetBuffer());
        return bytes;
    }

    private static KeyFileException Bad(string how) => new(KeyFileError.BadContent, $"The key file opens, but {how}. Make new keys.");
}
