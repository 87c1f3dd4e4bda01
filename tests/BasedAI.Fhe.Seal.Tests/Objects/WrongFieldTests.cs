using System.Buffers.Binary;

namespace BasedAI.Fhe.Seal.Tests;

/// <summary>Each field of each object, made wrong at its place in the bytes.</summary>
public class WrongFieldTests
{
    private static readonly SealContext Context = SealTestContext.CreateToy(256, 40, 35, 50);
    private static readonly Dictionary<string, SealObject> Kinds = SealObject.All(Context).ToDictionary(kind => kind.Name);

    // Offsets of the fields of a Ciphertext and of a Plaintext with their header.
    private const int Id = 16, IsNtt = 48, Size = 49, Degree = 57, PrimeCount = 65, CiphertextScale = 73, Correction = 81, CiphertextArray = 89, CiphertextWords = 113;
    private const int Count = 48, PlaintextScale = 56, PlaintextArray = 64, PlaintextWords = 88;

    public static TheoryData<string, int, long, SealFormatError> WrongIntegers => new()
    {
        { "EncryptionParameters", 17, 255, SealFormatError.DegreeOutOfRange },
        { "EncryptionParameters", 17, 16, SealFormatError.DegreeOutOfRange },
        { "EncryptionParameters", 17, 1 << 17, SealFormatError.DegreeOutOfRange },
        { "EncryptionParameters", 17, long.MinValue, SealFormatError.DegreeOutOfRange },
        { "EncryptionParameters", 25, 0, SealFormatError.PrimeCountOutOfRange },
        { "EncryptionParameters", 25, 65, SealFormatError.PrimeCountOutOfRange },
        { "EncryptionParameters", 25, -1, SealFormatError.PrimeCountOutOfRange },
        { "EncryptionParameters", 25, 4, SealFormatError.SizeMismatch },
        { "EncryptionParameters", 25, 2, SealFormatError.ModulusOutOfRange },      // the third prime as plain modulus
        { "EncryptionParameters", 49, 0, SealFormatError.ModulusOutOfRange },
        { "EncryptionParameters", 49, 1, SealFormatError.ModulusOutOfRange },
        { "EncryptionParameters", 49, 1L << 61, SealFormatError.ModulusOutOfRange },
        { "EncryptionParameters", 41, 25, SealFormatError.SizeMismatch },
        { "Plaintext", Id, 1, SealFormatError.ParametersMismatch },
        { "Plaintext", Count, 256, SealFormatError.ShapeMismatch },
        { "Plaintext", Count, -1, SealFormatError.ShapeMismatch },
        { "Plaintext", PlaintextArray + 8, 8, SealFormatError.SizeMismatch },
        { "Plaintext", PlaintextArray + 8, -1, SealFormatError.SizeMismatch },
        { "Plaintext", PlaintextArray + 8, long.MaxValue, SealFormatError.SizeMismatch },
        { "Plaintext", PlaintextArray + 16, 1, SealFormatError.ShapeMismatch },
        { "Plaintext", PlaintextWords, -1, SealFormatError.ResidueOutOfRange },
        { "Plaintext", PlaintextWords + (8 * 511), 1L << 35, SealFormatError.ResidueOutOfRange },
        { "SecretKey", Id, 1, SealFormatError.ParametersMismatch },
        { "SecretKey", Count, 512, SealFormatError.ShapeMismatch },
        { "SecretKey", PlaintextWords, 12345, SealFormatError.SecretOutOfRange },
        { "SecretKey", PlaintextWords + (8 * 700), 12345, SealFormatError.SecretOutOfRange },
        { "Ciphertext", Id, 1, SealFormatError.ParametersMismatch },
        { "Ciphertext", Size, 0, SealFormatError.PolynomialCountOutOfRange },
        { "Ciphertext", Size, 1, SealFormatError.PolynomialCountOutOfRange },
        { "Ciphertext", Size, 17, SealFormatError.PolynomialCountOutOfRange },
        { "Ciphertext", Size, -1, SealFormatError.PolynomialCountOutOfRange },
        { "Ciphertext", Size, 3, SealFormatError.ShapeMismatch },
        { "Ciphertext", Degree, 512, SealFormatError.ShapeMismatch },
        { "Ciphertext", PrimeCount, 3, SealFormatError.ShapeMismatch },
        { "Ciphertext", Correction, 2, SealFormatError.CorrectionFactorOutOfRange },
        { "Ciphertext", CiphertextArray + 8, 16, SealFormatError.SizeMismatch },
        { "Ciphertext", CiphertextArray + 16, 0, SealFormatError.ShapeMismatch },
        { "Ciphertext", CiphertextArray + 16, 1L << 61, SealFormatError.ShapeMismatch },
        { "Ciphertext", CiphertextArray + 16, 512, SealFormatError.SizeMismatch },       // then it would be a seeded one
        { "Ciphertext", CiphertextWords, 1L << 40, SealFormatError.ResidueOutOfRange },
        { "Ciphertext, seeded", CiphertextArray + 16, 1024, SealFormatError.SizeMismatch },
        { "PublicKey", Id, 1, SealFormatError.ParametersMismatch },
        { "PublicKey", Size, 3, SealFormatError.PolynomialCountOutOfRange },
        { "PublicKey", CiphertextWords, 1L << 40, SealFormatError.ResidueOutOfRange },
        { "RelinKeys", Id, 1, SealFormatError.ParametersMismatch },
        { "RelinKeys", 48, 15, SealFormatError.KeyCountOutOfRange },
        { "RelinKeys", 48, -1, SealFormatError.KeyCountOutOfRange },
        { "RelinKeys", 48, 0, SealFormatError.SizeMismatch },
        { "RelinKeys", 48, 2, SealFormatError.SizeMismatch },
        { "RelinKeys", 56, 1, SealFormatError.KeyCountOutOfRange },
        { "RelinKeys", 56, 3, SealFormatError.KeyCountOutOfRange },
        { "RelinKeys", 56, -1, SealFormatError.KeyCountOutOfRange },
        { "RelinKeys", 56, 0, SealFormatError.SizeMismatch },
        { "GaloisKeys", 48, 257, SealFormatError.KeyCountOutOfRange },
        { "GaloisKeys", 48, long.MinValue, SealFormatError.KeyCountOutOfRange },
        { "GaloisKeys", 56, 1, SealFormatError.KeyCountOutOfRange },
    };

    [Theory]
    [MemberData(nameof(WrongIntegers))]
    public void Read_WithAWrongInteger_NamesTheReason(string kind, int at, long value, SealFormatError expected)
    {
        byte[] bytes = Kinds[kind].Make(SealCompression.None);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
        Assert.Equal(expected, Kinds[kind].Refusal(bytes));
    }

    [Theory]
    [InlineData("Plaintext", PlaintextScale)]
    [InlineData("SecretKey", PlaintextScale)]
    [InlineData("Ciphertext", CiphertextScale)]
    [InlineData("Ciphertext, seeded", CiphertextScale)]
    [InlineData("PublicKey", CiphertextScale)]
    public void Read_WithAWrongScale_IsRefused(string kind, int at)
    {
        byte[] bytes = Kinds[kind].Make(SealCompression.None);
        bool isKey = kind is "SecretKey" or "PublicKey";
        foreach (double scale in (double[])[0, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, .. isKey ? (double[])[2] : []])
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(at), scale);
            Assert.Equal(SealFormatError.ScaleOutOfRange, Kinds[kind].Refusal(bytes));
        }
    }

    [Theory]
    [InlineData("EncryptionParameters", 16, 0, SealFormatError.UnsupportedScheme)]
    [InlineData("EncryptionParameters", 16, 1, SealFormatError.UnsupportedScheme)]
    [InlineData("EncryptionParameters", 16, 3, SealFormatError.UnsupportedScheme)]
    [InlineData("Ciphertext", IsNtt, 0, SealFormatError.UnsupportedForm)]
    [InlineData("Ciphertext", IsNtt, 2, SealFormatError.UnsupportedForm)]
    [InlineData("PublicKey", IsNtt, 0, SealFormatError.UnsupportedForm)]
    [InlineData("Ciphertext", CiphertextArray, 0, SealFormatError.BadHeader)]
    [InlineData("Ciphertext", CiphertextArray + 3, 3, SealFormatError.UnsupportedVersion)]
    [InlineData("Ciphertext", CiphertextArray + 5, 1, SealFormatError.UnsupportedCompression)]
    [InlineData("RelinKeys", 64 + 5, 2, SealFormatError.UnsupportedCompression)]
    public void Read_WithAWrongByte_NamesTheReason(string kind, int at, byte value, SealFormatError expected) =>
        Assert.Equal(expected, Kinds[kind].Refusal(RoundTripTests.With(Kinds[kind].Make(SealCompression.None), at, value)));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(255)]
    public void Read_ASeedOfAnUnknownGenerator_IsRefused(byte generator)
    {
        var kind = Kinds["Ciphertext, seeded"];
        byte[] bytes = kind.Make(SealCompression.None);
        Assert.Equal(SealFormatError.UnsupportedGenerator, kind.Refusal(RoundTripTests.With(bytes, bytes.Length - 65, generator)));
    }

    [Fact]
    public void Read_AnObjectOfAnotherLevel_IsRefused()
    {
        // A public key is a ciphertext but for its level, and the other way round.
        Assert.Equal(SealFormatError.ParametersMismatch, Kinds["Ciphertext"].Refusal(Kinds["PublicKey"].Make(SealCompression.Zstd)));
        Assert.Equal(SealFormatError.ParametersMismatch, Kinds["PublicKey"].Refusal(Kinds["Ciphertext"].Make(SealCompression.Zlib)));
        Assert.Equal(SealFormatError.TooLarge, Kinds["Plaintext"].Refusal(Kinds["SecretKey"].Make(SealCompression.None)));
        Assert.Equal(SealFormatError.ParametersMismatch, Kinds["SecretKey"].Refusal(Kinds["Plaintext"].Make(SealCompression.None)));
    }

    [Fact]
    public void Read_KeysWithoutASpecialPrime_AreRefused()
    {
        var single = SealTestContext.CreateToy(256, 40);
        byte[] bytes = Kinds["RelinKeys"].Make(SealCompression.None)[..56];
        single.KeyParmsId.CopyTo(bytes.AsSpan(Id));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), bytes.Length);
        Assert.Equal(SealFormatError.KeyCountOutOfRange, Assert.Throws<SealFormatException>(() => SealRelinKeys.Read(single, bytes)).Reason);
    }

    [Fact]
    public void EveryReason_HasATest_AndALineInTheReadme()
    {
        var covered = WrongIntegers.Select(row => row.Data.Item4).ToHashSet();
        covered.UnionWith(
        [
            SealFormatError.Truncated, SealFormatError.TrailingBytes, SealFormatError.BadHeader, SealFormatError.UnsupportedVersion,
            SealFormatError.UnsupportedCompression, SealFormatError.CorruptCompression, SealFormatError.TooLarge, SealFormatError.UnsupportedScheme,
            SealFormatError.UnsupportedForm, SealFormatError.ScaleOutOfRange, SealFormatError.UnsupportedGenerator,
        ]);
        Assert.Equal(Enum.GetValues<SealFormatError>().ToHashSet(), covered);
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "BasedAI.Fhe.Seal", "README.md"));
        foreach (string name in Enum.GetNames<SealFormatError>()) Assert.Contains($"`{name}`", readme, StringComparison.Ordinal);
    }
}
