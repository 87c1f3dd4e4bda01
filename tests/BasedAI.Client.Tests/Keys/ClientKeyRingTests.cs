using System.Security.Cryptography;
using BasedAI.Fhe;
using BasedAI.Protocol;

namespace BasedAI.Client.Tests.Keys;

public sealed class ClientKeyRingTests : IDisposable
{
    private static readonly PassphraseHash Cheap = new(8 * 1024, 1, 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("basedai-keys-").FullName;
    private readonly ClientKeyRing _ring = ClientKeyRing.Generate(SampleManifest.Create());

    private string KeyFile => Path.Combine(_folder, "me.keys");

    public void Dispose()
    {
        _ring.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Exactly_the_keys_of_the_manifest_are_made()
    {
        using var bytes = new MemoryStream(_ring.EvaluationKeyBytes.ToArray());
        using var keys = EvaluationKeySet.Read(_ring.Parameters, bytes);
        Assert.True(keys.HasRelinearizationKey);
        Assert.Equal([5u, 25u], keys.GaloisElements.Select(element => element.Value));
        Assert.Equal([0, 1], keys.GaloisElements.Select(element => keys.GetGaloisKey(element).Level));
        Assert.Equal(2, keys.GetRelinearizationKey().Level);
        Assert.Equal(BlobRef.Of(_ring.EvaluationKeyBytes.Span, MediaTypes.EvaluationKeys), _ring.EvaluationKeys);
    }

    [Fact]
    public void A_saved_ring_decrypts_what_the_original_encrypted()
    {
        _ring.Save(KeyFile, "passphrase", overwrite: false, Cheap);
        using var loaded = ClientKeyRing.Load(KeyFile, "passphrase");
        var slots = new double[4096];
        slots[0] = 1.25;
        var answer = loaded.DecryptFirstSlot(_ring.Encrypt([slots], 3));
        Assert.Equal(1.25, answer, 1e-6);
        Assert.Equal(_ring.EvaluationKeys, loaded.EvaluationKeys);
        Assert.True(loaded.Fits(ModelRequirements.Of(SampleManifest.Create())));
    }

    [Fact]
    public void Two_rings_have_different_secrets_and_do_not_read_each_other()
    {
        using var other = ClientKeyRing.Generate(SampleManifest.Create());
        var slots = new double[4096];
        slots[0] = 1.25;
        Assert.NotEqual(1.25, other.DecryptFirstSlot(_ring.Encrypt([slots], 3)), 1.0);
    }

    [Fact]
    public void The_file_is_whole_and_readable_by_its_owner_only()
    {
        _ring.Save(KeyFile, "passphrase", overwrite: false, Cheap);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void An_existing_file_is_kept_unless_it_may_be_replaced()
    {
        File.WriteAllText(KeyFile, "precious");
        Assert.Equal(KeyFileError.NotWritten, Assert.Throws<KeyFileException>(() => _ring.Save(KeyFile, "p")).Error);
        Assert.Equal("precious", File.ReadAllText(KeyFile));
        _ring.Save(KeyFile, "p", overwrite: true, Cheap);
        using var loaded = ClientKeyRing.Load(KeyFile, "p");
        Assert.Equal(_ring.EvaluationKeys, loaded.EvaluationKeys);
    }

    [Fact]
    public void The_file_holds_neither_the_secret_nor_the_passphrase_in_the_clear()
    {
        _ring.Save(KeyFile, "a long passphrase", overwrite: false, Cheap);
        var file = File.ReadAllBytes(KeyFile);
        using var secret = new MemoryStream();
        SecretKeySerializer.Write(_ring.SecretKey, secret);
        Assert.Equal(-1, file.AsSpan().IndexOf(secret.ToArray().AsSpan(200, 16)));
        Assert.Equal(-1, file.AsSpan().IndexOf("a long passphrase"u8));
    }

    [Fact]
    public void A_missing_file_a_folder_and_a_foreign_file_are_told_apart()
    {
        Assert.Equal(KeyFileError.Missing, Assert.Throws<KeyFileException>(() => ClientKeyRing.Load(KeyFile, "p")).Error);
        Assert.Equal(KeyFileError.Missing, Assert.Throws<KeyFileException>(() => ClientKeyRing.Load(_folder, "p")).Error);
        File.WriteAllText(KeyFile, "-----BEGIN OPENSSH PRIVATE KEY-----");
        Assert.Equal(KeyFileError.NotAKeyFile, Assert.Throws<KeyFileException>(() => ClientKeyRing.Load(KeyFile, "p")).Error);
        File.WriteAllBytes(KeyFile, KeyFileEnvelope.Seal(RandomNumberGenerator.GetBytes(4000), "p", Cheap));
        Assert.Equal(KeyFileError.BadContent, Assert.Throws<KeyFileException>(() => ClientKeyRing.Load(KeyFile, "p")).Error);
    }

    [Fact]
    public void Any_altered_content_is_refused_and_never_crashes()
    {
        var content = KeyRingContent.Write(_ring);
        var refused = 0;
        for (var i = 0; i < 200; i++)
        {
            var altered = (byte[])content.Clone();
            altered[i] ^= (byte)(1 + (i % 255));
            try
            {
                KeyRingContent.Read(altered).Dispose();
            }
            catch (KeyFileException exception) when (exception.Error == KeyFileError.BadContent)
            {
                refused++;
            }
        }

        Assert.True(refused >= 150, $"{refused} of 200 were refused");       // bits of key wishes are free to change: the GCM tag guards them
    }

    [Fact]
    public void Keys_of_another_model_are_refused_before_anything_is_sent()
    {
        var manifest = SampleManifest.Create();
        var other = ModelRequirements.Of(manifest with { Keys = manifest.Keys with { Galois = [new GaloisKeyManifest(5, 0)] } });
        Assert.Equal(KeyFileError.OtherKeys, Assert.Throws<KeyFileException>(() => _ring.MustFit(other)).Error);
    }

    [Fact]
    public void A_result_that_is_no_ciphertext_is_refused()
        => Assert.Throws<NodeProtocolException>(() => _ring.DecryptFirstSlot(RandomNumberGenerator.GetBytes(1000)));

    [Fact]
    public void A_disposed_ring_neither_encrypts_nor_saves()
    {
        var ring = ClientKeyRing.Generate(SampleManifest.Create());
        ring.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ring.Encrypt([new double[4096]], 3));
        Assert.Throws<ObjectDisposedException>(() => ring.Save(KeyFile, "p", overwrite: false, Cheap));
        Assert.False(File.Exists(KeyFile));
    }
}
