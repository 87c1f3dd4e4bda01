using System.Buffers.Binary;
using CsCheck;

namespace BasedAI.Fhe.Tests;

public class SerializationTests
{
    public static TheoryData<string> Kinds => [.. WireSamples.Kinds];

    private static FheTestContext Context => FheTestContext.Project;

    [Fact]
    public void LimbPacking_RoundTripsEverySize() => Gen.Select(Gen.Int[31, 50], Gen.Int).Sample((bits, seed) =>
    {
        ulong modulus = (1UL << bits) - 1;
        var random = new Random(seed);
        double[] limb = [.. Enumerable.Range(0, 128).Select(_ => (double)random.NextInt64(0, (long)modulus))], back = new double[128];
        byte[] bytes = new byte[128 / 8 * bits];
        LimbPacking.Pack(limb, bits, bytes);
        Assert.True(LimbPacking.TryUnpack(bytes, bits, modulus, back));
        Assert.Equal(limb, back);
        limb[77] = modulus;
        LimbPacking.Pack(limb, bits, bytes);
        Assert.False(LimbPacking.TryUnpack(bytes, bits, modulus, back));
    });

    [Theory]
    [InlineData(nameof(FheTestContext.Small))]
    [InlineData(nameof(FheTestContext.Project))]
    [InlineData(nameof(FheTestContext.TwoSpecial))]
    public void Ciphertexts_RoundTrip_AtEveryLevel(string name)
    {
        var context = FheTestContext.Named(name);
        double[] x = context.Values(1);
        for (int level = 0; level <= context.Parameters.MaxLevel; level++)
        {
            using var a = context.Encrypt(x, level);
            byte[] bytes = CiphertextSerializer.ToBytes(a);
            Assert.Equal(CiphertextSerializer.GetLength(a), bytes.Length);
            using var back = CiphertextSerializer.FromBytes(context.Parameters, bytes);
            Assert.Equal((a.Level, a.Scale, a.Degree, a.IsSeeded), (back.Level, back.Scale, back.Degree, back.IsSeeded));
            for (int i = 0; i <= level; i++)
            {
                Assert.True(a.Part(0).Limb(i).SequenceEqual(back.Part(0).Limb(i)));
                Assert.True(a.Part(1).Limb(i).SequenceEqual(back.Part(1).Limb(i)));
            }

            Assert.Equal(bytes, CiphertextSerializer.ToBytes(back));
        }
    }

    [Fact]
    public void SeededCiphertext_IsHalfTheSize()
    {
        using var seeded = Context.Encrypt([1.0]);
        using var full = Context.Evaluator.Negate(seeded);
        long packed = (46 + 39 + 39 + 39) * 8192 / 8;
        Assert.Equal(48 + 12 + 32 + packed + 4, CiphertextSerializer.GetLength(seeded));
        Assert.Equal(48 + 12 + (2 * packed) + 4, CiphertextSerializer.GetLength(full));
    }

    [Fact]
    public void Plaintext_RoundTrips()
    {
        using var plaintext = Context.Encoder.Encode(Context.Values(2), 2, Context.Parameters.DefaultScale);
        using var stream = new MemoryStream();
        PlaintextSerializer.Write(plaintext, stream);
        stream.Position = 0;
        using var back = PlaintextSerializer.Read(Context.Parameters, stream);
        Assert.Equal((plaintext.Level, plaintext.Scale), (back.Level, back.Scale));
        for (int i = 0; i <= 2; i++) Assert.True(plaintext.Polynomial.Limb(i).SequenceEqual(back.Polynomial.Limb(i)));
    }

    [Fact]
    public void SecretKey_RoundTrips()
    {
        using var stream = new MemoryStream();
        SecretKeySerializer.Write(Context.SecretKey, stream);
        Assert.Equal(48 + (8192 / 4) + 4, stream.Length);
        stream.Position = 0;
        using var back = SecretKeySerializer.Read(Context.Parameters, stream);
        Assert.True(Context.SecretKey.Coefficients.SequenceEqual(back.Coefficients));
        for (int i = 0; i < 5; i++) Assert.True(Context.SecretKey.Ntt.Limb(i).SequenceEqual(back.Ntt.Limb(i)));
    }

    [Theory]
    [InlineData(nameof(FheTestContext.Project))]
    [InlineData(nameof(FheTestContext.TwoSpecial))]
    public void Keys_ThatWereWrittenAndRead_GiveTheSameBytes(string name)
    {
        var context = FheTestContext.Named(name);
        using var stream = new MemoryStream();
        EvaluationKeySet.Write(context.Keys, stream);
        stream.Position = 0;
        using var keys = EvaluationKeySet.Read(context.Parameters, stream);
        Assert.Equal(context.Keys.GaloisElements, keys.GaloisElements);
        var evaluator = new CkksEvaluator(context.Parameters, keys);
        using var a = context.Encrypt(context.Values(3));
        using var expected = context.Evaluator.MultiplyRelinearize(a, a);
        using var actual = evaluator.MultiplyRelinearize(a, a);
        Assert.Equal(CiphertextSerializer.ToBytes(expected), CiphertextSerializer.ToBytes(actual));
        using var expectedTurn = context.Evaluator.Rotate(a, 2);
        using var actualTurn = evaluator.Rotate(a, 2);
        Assert.Equal(CiphertextSerializer.ToBytes(expectedTurn), CiphertextSerializer.ToBytes(actualTurn));

        using var again = new MemoryStream();
        EvaluationKeySet.Write(keys, again);
        Assert.Equal(stream.ToArray(), again.ToArray());
    }

    [Fact]
    public void PublicKey_ThatWasRead_Encrypts()
    {
        using var stream = new MemoryStream();
        PublicKeySerializer.Write(Context.PublicKey, stream);
        stream.Position = 0;
        using var key = PublicKeySerializer.Read(Context.Parameters, stream);
        double[] x = Context.Values(4);
        using var plaintext = Context.Encoder.Encode(x, 3, Context.Parameters.DefaultScale);
        using var ciphertext = new Encryptor(Context.Parameters, key).Encrypt(plaintext);
        PrecisionAssert.AtLeast(20, x, Context.Decrypt(ciphertext));
    }

    [Fact]
    public void Bundle_RoundTripsInOrder_AndBoundsItsCount()
    {
        using var a = Context.Encrypt([1.0]);
        using var b = Context.Encrypt([2.0], 1);
        using var stream = new MemoryStream();
        CiphertextBundle.Write([a, b, a], stream);
        stream.Position = 0;
        var back = CiphertextBundle.Read(Context.Parameters, stream, 3);
        Assert.Equal([3, 1, 3], back.Select(c => c.Level));
        Assert.Equal(CiphertextSerializer.ToBytes(b), CiphertextSerializer.ToBytes(back[1]));
        foreach (var c in back) c.Dispose();
        stream.Position = 0;
        AssertReason(CiphertextFormatError.TooManyItems, () => CiphertextBundle.Read(Context.Parameters, stream, 2));
        Assert.Throws<FheOperandException>(() => CiphertextBundle.Write([], Stream.Null));
    }

    [Fact]
    public void KeySet_BoundsItsCount()
    {
        byte[] bytes = WireSamples.Write("keys");
        using var stream = new MemoryStream(bytes);
        AssertReason(CiphertextFormatError.TooManyItems, () => EvaluationKeySet.Read(WireSamples.Context.Parameters, stream, maxGaloisKeys: 1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKind_SaysWhatIsWrong(string kind)
    {
        byte[] genuine = WireSamples.Write(kind);
        WireSamples.Read(kind, genuine);
        AssertReason(CiphertextFormatError.Truncated, kind, genuine[..^1]);
        AssertReason(CiphertextFormatError.Truncated, kind, []);
        AssertReason(CiphertextFormatError.BadMagic, kind, Changed(genuine, 0, b => b[0] = 0));
        AssertReason(CiphertextFormatError.UnsupportedVersion, kind, Changed(genuine, 0, b => b[4] = 2));
        AssertReason(CiphertextFormatError.UnsupportedVersion, kind, Changed(genuine, 0, b => b[4] = 0));
        AssertReason(CiphertextFormatError.WrongKind, kind, Changed(genuine, 0, b => b[6] = 99));
        AssertReason(CiphertextFormatError.UnsupportedForm, kind, Changed(genuine, 0, b => b[7] = 1));
        AssertReason(CiphertextFormatError.ParametersMismatch, kind, Changed(genuine, 0, b => b[20] ^= 1));
        AssertReason(CiphertextFormatError.LengthMismatch, kind, Changed(genuine, 0, b => b[40] ^= 1));
        AssertReason(CiphertextFormatError.LengthMismatch, kind, Changed(genuine, 0, b => b[47] = 0x80));
        AssertReason(CiphertextFormatError.LengthMismatch, kind, Changed(genuine, 0, b => b[47] = 0x7f));
        AssertReason(CiphertextFormatError.ChecksumMismatch, kind, Changed(genuine, 0, b => b[^1] ^= 0x10));
        var exception = Assert.Throws<CiphertextFormatException>(() => WireSamples.Read(kind, genuine, Context.Parameters));
        Assert.Equal(CiphertextFormatError.ParametersMismatch, exception.Reason);
    }

    [Fact]
    public void Fields_OutOfRange_AreNamed()
    {
        byte[] ciphertext = WireSamples.Write("ciphertext");
        AssertReason(CiphertextFormatError.LevelOutOfRange, "ciphertext", Changed(ciphertext, 48, b => b[48] = 2));
        AssertReason(CiphertextFormatError.UnsupportedForm, "ciphertext", Changed(ciphertext, 48, b => b[49] = 0));
        AssertReason(CiphertextFormatError.DegreeOutOfRange, "ciphertext", Changed(ciphertext, 48, b => b[50] = 3));
        AssertReason(CiphertextFormatError.DegreeOutOfRange, "ciphertext", Changed(ciphertext, 48, b => b[50] = 0));
        AssertReason(CiphertextFormatError.UnsupportedForm, "ciphertext", Changed(ciphertext, 48, b => b[51] = 2));
        foreach (double scale in (double[])[0, -1, 0.5, double.NaN, double.PositiveInfinity, 1e30])
        {
            AssertReason(
                CiphertextFormatError.ScaleOutOfRange, "ciphertext", Changed(ciphertext, 48, b => BinaryPrimitives.WriteDoubleLittleEndian(b.AsSpan(52), scale)));
        }

        AssertReason(CiphertextFormatError.ResidueOutOfRange, "ciphertext", Changed(ciphertext, 60, b => b.AsSpan(60, 16).Fill(0xff)));
        AssertReason(CiphertextFormatError.UnsupportedForm, "seeded", Changed(WireSamples.Write("seeded"), 48, b => b[50] = 2));
        AssertReason(CiphertextFormatError.SecretOutOfRange, "secret", Changed(WireSamples.Write("secret"), 48, b => b[100] = 0xff));
        AssertReason(CiphertextFormatError.GaloisElementOutOfRange, "galois", Changed(WireSamples.Write("galois"), 48, b => b[52] = 4));
        AssertReason(CiphertextFormatError.GaloisElementOutOfRange, "galois", Changed(WireSamples.Write("galois"), 48, b => b[55] = 1));
        AssertReason(CiphertextFormatError.LevelOutOfRange, "galois", Changed(WireSamples.Write("galois"), 48, b => b[48] = 77));
    }

    [Fact]
    public void TrailingBytes_AreRefusedForWholeBlobs_AndLeftForTheNextReader()
    {
        byte[] ciphertext = WireSamples.Write("ciphertext");
        byte[] twice = [.. ciphertext, .. ciphertext];
        using var stream = new MemoryStream(twice);
        CiphertextSerializer.Read(WireSamples.Context.Parameters, stream).Dispose();
        CiphertextSerializer.Read(WireSamples.Context.Parameters, stream).Dispose();
        AssertReason(CiphertextFormatError.TrailingBytes, () => CiphertextSerializer.FromBytes(WireSamples.Context.Parameters, twice));
        AssertReason(CiphertextFormatError.TrailingBytes, "keys", [.. WireSamples.Write("keys"), 0]);
        AssertReason(CiphertextFormatError.TrailingBytes, "bundle", [.. WireSamples.Write("bundle"), 0]);
    }

    [Fact]
    public void KeySet_OutOfOrder_IsRefused()
    {
        var context = WireSamples.Context;
        using var stream = new MemoryStream();
        byte[] set = WireSamples.Write("keys");
        stream.Write(set.AsSpan(0, 48 + 8 + 4));                           // the head of the set: relinearisation key and two Galois keys follow
        RelinearizationKeySerializer.Write(context.Keys.GetRelinearizationKey(), stream);
        var key = context.Keys.GetGaloisKey(context.Parameters.GetRotationElement(1));
        GaloisKeySerializer.Write(key, stream);
        GaloisKeySerializer.Write(key, stream);
        AssertReason(CiphertextFormatError.KeysOutOfOrder, "keys", stream.ToArray());
    }

    [Fact]
    public void Reading_FromAStreamOfSmallPieces_Works()
    {
        using var stream = new DribblingStream(WireSamples.Write("bundle"));
        foreach (var ciphertext in CiphertextBundle.Read(WireSamples.Context.Parameters, stream, 2)) ciphertext.Dispose();
    }

    /// <summary>Applies a change, then makes the checksum right again if the change is in the body, so that the field itself is judged.</summary>
    private static byte[] Changed(byte[] genuine, int from, Action<byte[]> change)
    {
        byte[] bytes = [.. genuine];
        change(bytes);
        if (from > 0) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), ~WireFormat.UpdateChecksum(uint.MaxValue, bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }

    private static void AssertReason(CiphertextFormatError expected, string kind, byte[] bytes) =>
        AssertReason(expected, () => WireSamples.Read(kind, bytes));

    private static void AssertReason(CiphertextFormatError expected, Action read)
    {
        var exception = Assert.Throws<CiphertextFormatException>(read);
        Assert.Equal(expected, exception.Reason);
        Assert.NotEmpty(exception.Message);
    }

    private static void AssertReason(CiphertextFormatError expected, Func<object> read) => AssertReason(expected, () => { _ = read(); });

    /// <summary>Gives one to seven bytes a call, as a socket may.</summary>
    private sealed class DribblingStream(byte[] bytes) : MemoryStream(bytes)
    {
        private int _turn;

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(Math.Min(buffer.Length, 1 + (_turn++ % 7)), Length - Position);
            for (int i = 0; i < count; i++) buffer[i] = (byte)ReadByte();
            return count;
        }
    }
}
