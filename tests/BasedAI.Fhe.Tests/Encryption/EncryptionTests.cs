namespace BasedAI.Fhe.Tests;

public class EncryptionTests
{
    private static FheTestContext Context => FheTestContext.Project;

    /// <summary>A slot has deviation sqrt(N/2)·3.2/scale; minimum bits are at six of them (2^-21.2, 2^-28.7, 2^-29.2) or below.</summary>
    [Theory]
    [InlineData(nameof(FheTestContext.Small), 21)]
    [InlineData(nameof(FheTestContext.Project), 28)]
    [InlineData(nameof(FheTestContext.TwoSpecial), 29)]
    public void Symmetric_EveryLevel_Decrypts(string name, double minimumBits)
    {
        var context = FheTestContext.Named(name);
        double[] values = context.Values(1);
        for (int level = 0; level <= context.Parameters.MaxLevel; level++)
        {
            using var ciphertext = context.Encrypt(values, level);
            Assert.Equal(level, ciphertext.Level);
            Assert.Equal(1, ciphertext.Degree);
            Assert.True(ciphertext.IsSeeded);
            PrecisionAssert.AtLeast(minimumBits, values, context.Decrypt(ciphertext));
        }
    }

    [Theory]
    [InlineData(nameof(FheTestContext.Small), 14)]
    [InlineData(nameof(FheTestContext.Project), 20)]
    public void PublicKey_EveryLevel_Decrypts(string name, double minimumBits)
    {
        var context = FheTestContext.Named(name);
        var values = context.ComplexValues(2);
        for (int level = 0; level <= context.Parameters.MaxLevel; level++)
        {
            using var plaintext = context.Encoder.Encode(values, level, context.Parameters.DefaultScale);
            using var ciphertext = context.PublicEncryptor.Encrypt(plaintext);
            Assert.False(ciphertext.IsSeeded);
            PrecisionAssert.AtLeast(minimumBits, values, context.DecryptComplex(ciphertext));
        }
    }

    [Fact]
    public void Encrypt_Twice_GivesDifferentCiphertexts()
    {
        using var plaintext = Context.Encoder.Encode(Context.Values(3), 1, Context.Parameters.DefaultScale);
        using var first = Context.Encryptor.Encrypt(plaintext);
        using var second = Context.Encryptor.Encrypt(plaintext);
        Assert.False(first.Part(0).Limb(0).SequenceEqual(second.Part(0).Limb(0)));
        Assert.False(first.Part(1).Limb(0).SequenceEqual(second.Part(1).Limb(0)));
    }

    [Fact]
    public void SystemEntropy_GivesDifferentKeys()
    {
        var generator = new KeyGenerator(Context.Parameters);
        using var first = generator.GenerateSecretKey();
        using var second = generator.GenerateSecretKey();
        Assert.False(first.Coefficients.SequenceEqual(second.Coefficients));
        using var plaintext = Context.Encoder.Encode(Context.Values(3), 1, Context.Parameters.DefaultScale);
        using var ciphertext = new SymmetricEncryptor(Context.Parameters, first).Encrypt(plaintext);
        using var decrypted = new Decryptor(Context.Parameters, first).Decrypt(ciphertext);
        double[] values = new double[Context.Parameters.MaxSlots];
        Context.Encoder.Decode(decrypted, values);
        PrecisionAssert.AtLeast(25, Context.Values(3), values);
    }

    [Fact]
    public void Decrypt_WithAnotherKey_GivesNoiseNotTheMessage()
    {
        double[] values = Context.Values(4);
        using var ciphertext = Context.Encrypt(values);
        using var other = Context.KeyGenerator.GenerateSecretKey();
        using var plaintext = new Decryptor(Context.Parameters, other).Decrypt(ciphertext);
        double[] decoded = new double[values.Length];
        Context.Encoder.Decode(plaintext, decoded);
        var report = PrecisionReport.Compare(values, decoded);
        Assert.True(report.Real.MeanBits < -20, report.ToString());
    }

    [Fact]
    public void OtherParameters_AreRefusedEverywhere()
    {
        var (small, project) = (FheTestContext.Small, Context);
        using var plaintext = small.Encoder.Encode([1.0], 0, small.Parameters.DefaultScale);
        using var ciphertext = small.Encryptor.Encrypt(plaintext);
        var exception = Assert.Throws<FheOperandException>(() => project.Decryptor.Decrypt(ciphertext));
        Assert.Contains(small.Parameters.Id.ToString()[..12], exception.Message, StringComparison.Ordinal);
        Assert.Contains(project.Parameters.Id.ToString()[..12], exception.Message, StringComparison.Ordinal);
        Assert.Throws<FheOperandException>(() => project.Encryptor.Encrypt(plaintext));
        Assert.Throws<FheOperandException>(() => project.PublicEncryptor.Encrypt(plaintext));
        Assert.Throws<FheOperandException>(() => project.Evaluator.Negate(ciphertext));
        Assert.Throws<FheOperandException>(() => new Decryptor(project.Parameters, small.SecretKey));
        Assert.Throws<FheOperandException>(() => new SymmetricEncryptor(project.Parameters, small.SecretKey));
        Assert.Throws<FheOperandException>(() => new Encryptor(project.Parameters, small.PublicKey));
        Assert.Throws<FheOperandException>(() => new CkksEvaluator(project.Parameters, small.Keys));
        Assert.Throws<FheOperandException>(() => project.KeyGenerator.GeneratePublicKey(small.SecretKey));
        Assert.Throws<FheOperandException>(() => project.KeyGenerator.GenerateRelinearizationKey(small.SecretKey));
    }

    [Fact]
    public void SecretKey_AfterDispose_IsWipedAndRefused()
    {
        var key = Context.KeyGenerator.GenerateSecretKey();
        var decryptor = new Decryptor(Context.Parameters, key);
        using var ciphertext = Context.Encrypt([1.0]);
        var view = key.Coefficients;
        Assert.True(view.ContainsAnyExcept((sbyte)0));
        key.Dispose();
        Assert.False(view.ContainsAnyExcept((sbyte)0));
        Assert.Throws<ObjectDisposedException>(() => decryptor.Decrypt(ciphertext));
        Assert.Throws<ObjectDisposedException>(() => SecretKeySerializer.Write(key, Stream.Null));
        Assert.Equal(typeof(SecretKey).FullName, key.ToString());
    }

    [Fact]
    public void SecretKey_IsUniformTernary()
    {
        var coefficients = Context.SecretKey.Coefficients;
        foreach (sbyte value in (sbyte[])[-1, 0, 1])
        {
            int count = coefficients.Count(value);
            double expected = coefficients.Length / 3.0, deviation = Math.Sqrt(coefficients.Length * 2 / 9.0);
            Assert.InRange(count, expected - (6 * deviation), expected + (6 * deviation));
        }
    }

    [Fact]
    public void Ciphertext_Text_ShowsNoContent()
    {
        using var ciphertext = Context.Encrypt([1.0]);
        Assert.Equal("ciphertext, degree 1, level 3, scale 2^39.0000", ciphertext.ToString());
    }

    /// <summary>Flooding: measured standard deviation over 4 × 8192 coefficients within 5 % of 2^bits; values still right to the bits left.</summary>
    [Fact]
    public void ToDisclose_AddsNoiseOfTheWidthAskedFor()
    {
        var context = Context;
        const int Bits = 20;
        double[] values = context.Values(5), coefficients = new double[context.Parameters.N], exact = new double[context.Parameters.N];
        using var ciphertext = context.Encrypt(values);
        using var self = context.Decryptor.Decrypt(ciphertext);
        context.Encoder.DecodeCoefficients(self, exact);
        double squares = 0;
        for (int run = 0; run < 4; run++)
        {
            using var disclosed = context.Decryptor.Decrypt(ciphertext, DecryptionPurpose.ToDisclose(Bits));
            context.Encoder.DecodeCoefficients(disclosed, coefficients);
            for (int i = 0; i < exact.Length; i++) squares += (coefficients[i] - exact[i]) * (coefficients[i] - exact[i]);
            double[] decoded = new double[values.Length];
            context.Encoder.Decode(disclosed, decoded);
            PrecisionAssert.AtLeast(9, values, decoded);
        }

        Assert.Equal(Math.ScaleB(1, Bits), Math.Sqrt(squares / (4.0 * exact.Length)), 0.05 * Math.ScaleB(1, Bits));
    }

    [Fact]
    public void ToDisclose_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DecryptionPurpose.ToDisclose(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DecryptionPurpose.ToDisclose(46));
        Assert.False(DecryptionPurpose.ForSelf.IsDisclosed);
        Assert.Equal(default, DecryptionPurpose.ForSelf);
        using var ciphertext = Context.Encrypt([1.0], level: 0);
        Assert.Throws<FheOperandException>(() => Context.Decryptor.Decrypt(ciphertext, DecryptionPurpose.ToDisclose(44)));
    }
}
