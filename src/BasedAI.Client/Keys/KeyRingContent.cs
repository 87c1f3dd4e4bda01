using System.Collections.Immutable;
using System.Security.Cryptography;
using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Client;

/// <summary>
/// What is inside a key file, little endian: logN (4), log2 of the default scale (4), counts of Q and P (4 + 4), bits of each prime (4 each), parameters
/// id (32); relinearisation level or -1 (4), count of Galois keys (4), element and level of each (4 + 4); length (4) and bytes of the
/// secret key's frame; length (4) and bytes of the evaluation keys.
/// </summary>
internal static class KeyRingContent
{
    private const int MaxGaloisKeys = 4096;

    /// <summary>The bytes; they hold the secret in the clear, and the caller wipes them.</summary>
    public static byte[] Write(ClientKeyRing ring)
    {
        var secret = SecretBytes(ring.SecretKey);
        try
        {
            var literal = ring.Parameters.Literal;
            var size = 16 + (4 * (literal.LogQ.Length + literal.LogP.Length)) + ParametersId.SizeInBytes + 8 + (8 * ring.Request.Galois.Length)
                + 8 + secret.Length + ring.EvaluationKeyBytes.Length;
            var content = GC.AllocateUninitializedArray<byte>(size, pinned: true);
            using var stream = new MemoryStream(content);
            using var writer = new BinaryWriter(stream);
            writer.Write(literal.LogN);
            writer.Write(literal.LogDefaultScale);
            writer.Write(literal.LogQ.Length);
            writer.Write(literal.LogP.Length);
            foreach (var bits in literal.LogQ.Concat(literal.LogP)) writer.Write(bits);
            Span<byte> id = stackalloc byte[ParametersId.SizeInBytes];
            ring.Parameters.Id.CopyTo(id);
            writer.Write(id);
            writer.Write(ring.Request.RelinearizationLevel ?? -1);
            writer.Write(ring.Request.Galois.Length);
            foreach (var key in ring.Request.Galois)
            {
                writer.Write(key.Element.Value);
                writer.Write(key.Level);
            }

            writer.Write(secret.Length);
            writer.Write(secret);
            writer.Write(ring.EvaluationKeyBytes.Length);
            writer.Write(ring.EvaluationKeyBytes.Span);
            return content;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="KeyFileException">It is not that.</exception>
    public static ClientKeyRing Read(byte[] content)
    {
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            using var reader = new BinaryReader(stream);
            var parameters = ReadParameters(reader);
            var request = ReadRequest(reader);
            var secretLength = reader.ReadInt32();
            if (secretLength < 0 || secretLength > stream.Length - stream.Position) throw Bad("lengths are out of range");
            using var secretStream = new MemoryStream(content, (int)stream.Position, secretLength, writable: false);
            var secretKey = SecretKeySerializer.Read(parameters, secretStream);
            try
            {
                stream.Position += secretLength;
                var length = reader.ReadInt32();
                if (length <= 0 || length != stream.Length - stream.Position) throw Bad("lengths are out of range");
                return new ClientKeyRing(parameters, request, secretKey, reader.ReadBytes(length));
            }
            catch
            {
                secretKey.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or CiphertextFormatException or FheParameterException or ArgumentException)
        {
            throw new KeyFileException(KeyFileError.BadContent, "The key file opens, but its content is not a key ring of this client. Make new keys.", exception);
        }
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
