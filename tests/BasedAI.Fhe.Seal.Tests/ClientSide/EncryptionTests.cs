namespace BasedAI.Fhe.Seal.Tests;

public class EncryptionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Decrypt_OfAnEncryptionAtAnyLevel_IsThePlaintext(int level)
    {
        var set = SealTestContext.Medium;
        using var plaintext = set.Encoder.Encode(set.Sines, level, set.Scale);
        using var underPublicKey = set.Encryptor.Encrypt(plaintext);
        using var seeded = set.SymmetricEncryptor.Encrypt(plaintext);
        Assert.InRange(SealTestContext.MaxError(set.Decrypt(underPublicKey), set.Sines), 1e-12, 1e-7);
        Assert.InRange(SealTestContext.MaxError(set.Decrypt(seeded), set.Sines), 1e-12, 1e-8);
        Assert.Equal((level, true, false), (seeded.Level, seeded.IsSeeded, underPublicKey.IsSeeded));
    }

    [Theory]
    [InlineData(SealGenerator.Blake2xb)]
    [InlineData(SealGenerator.Shake256)]
    public void Keys_OfEitherGenerator_Work(SealGenerator generator)
    {
        var context = SealTestContext.CreateToy(256, 45, 40, 50);
        var keys = new SealKeyGenerator(context, generator);
        using var secret = keys.GenerateSecretKey();
        using var publicKey = keys.GeneratePublicKey(secret);
        using var relin = keys.GenerateRelinKeys(secret);
        Assert.Equal(generator, keys.Generator);
        Assert.True(publicKey.IsSeeded);
        using var plaintext = new SealEncoder(context).Encode([1.5], Scale.FromLog2(40));
        using var x = new SealEncryptor(publicKey).Encrypt(plaintext);
        var evaluator = new SealEvaluator(context);
        using var square = evaluator.Square(x);
        using var linear = evaluator.Relinearize(square, relin);
        using var result = new SealDecryptor(secret).Decrypt(linear);
        double[] decoded = new double[1];
        new SealEncoder(context).Decode(result, decoded);
        Assert.Equal(2.25, decoded[0], 1e-5);
    }

    [Fact]
    public void OnePrime_EncryptsButDoesNotSwitchKeys()
    {
        var context = SealTestContext.CreateToy(256, 45);
        var keys = new SealKeyGenerator(context);
        using var secret = keys.GenerateSecretKey();
        using var publicKey = keys.GeneratePublicKey(secret);
        using var plaintext = new SealEncoder(context).Encode([1.5], Scale.FromLog2(30));
        using var x = new SealEncryptor(publicKey).Encrypt(plaintext);
        using var y = SealCiphertext.Read(context, x.ToBytes(SealCompression.Zlib));
        using var result = new SealDecryptor(secret).Decrypt(y);
        double[] decoded = new double[1];
        new SealEncoder(context).Decode(result, decoded);
        Assert.Equal(1.5, decoded[0], 1e-4);
        Assert.Throws<FheOperandException>(() => keys.GenerateRelinKeys(secret));
        Assert.Throws<FheOperandException>(() => keys.GenerateGaloisKeys(secret));
    }

    [Fact]
    public void Objects_OfOtherParameters_AreRefused()
    {
        var (small, medium) = (SealTestContext.Small, SealTestContext.Medium);
        using var plaintext = small.Encoder.Encode([1.0], small.Scale);
        using var ciphertext = small.Encrypt([1.0]);
        Assert.Throws<FheOperandException>(() => medium.Encryptor.Encrypt(plaintext));
        Assert.Throws<FheOperandException>(() => medium.SymmetricEncryptor.Encrypt(plaintext));
        Assert.Throws<FheOperandException>(() => medium.Decryptor.Decrypt(ciphertext));
        Assert.Throws<FheOperandException>(() => new SealKeyGenerator(medium.Context).GeneratePublicKey(small.SecretKey));
        Assert.Throws<FheOperandException>(() => new SealKeyGenerator(medium.Context).GenerateRelinKeys(small.SecretKey));
    }
}
