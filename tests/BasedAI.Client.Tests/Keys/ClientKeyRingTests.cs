using System.Security.Cryptography;
using BasedAI.Fhe;
using BasedAI.Protocol;

namespace BasedAI.Client.Tests.Keys;

public sealed class ClientKeyRingTests : IDisposable
{
    private static readonly PassphraseHash Cheap = new(8 * 1024, 1, 1);
    private static readonly ModelRequirements Model = ModelRequirements.Of(SampleManifest.WithTwoPlans());
    private readonly string _folder = Directory.CreateTempSubdirectory("basedai-keys-").FullName;
    private readonly ClientKeyRing _ring = ClientKeyRing.Generate(Fast);

    private static PlanRequirements Fast => Model.Plans[0];

    private static PlanRequirements Lean => Model.Plans[1];

    private PlanKeys Keys => _ring.Keys[0];

    private string KeyFile => Path.Combine(_folder, "me.keys");

    public void Dispose()
    {
        _ring.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Exactly_the_keys_of_the_plan_are_made()
    {
        using var bytes = new MemoryStream(Keys.EvaluationKeyBytes.ToArray());
        using var keys = EvaluationKeySet.Read(Keys.Parameters, bytes);
        Assert.True(keys.HasRelinearizationKey);
        Assert.Equal([5u, 25u], keys.GaloisElements.Select(element => element.Value));
        Assert.Equal([0, 1], keys.GaloisElements.Select(element => keys.GetGaloisKey(element).Level));
        Assert.Equal(2, keys.GetRelinearizationKey().Level);
        Assert.Equal(BlobRef.Of(Keys.EvaluationKeyBytes.Span, MediaTypes.EvaluationKeys), Keys.EvaluationKeys);
    }

    [Fact]
    public void Each_port_is_encrypted_from_a_seed_at_its_own_level_and_exact_scale()
    {
        using var bytes = new MemoryStream(Keys.Encrypt(Fast, SampleInput.Text()).ToArray());
        var ciphertexts = CiphertextBundle.Read(Fast.Parameters, bytes, 2);
        Assert.Equal([(3, new Scale(1L << 39), 1), (2, new Scale(1L << 38), 1)], ciphertexts.Select(one => (one.Level, one.Scale, one.Degree)));
        double[][] slots = [.. ciphertexts.Select(Decrypt)];
        var row = SampleInput.Text().Rows;
        Assert.Equal(row[1, 2], slots[0][2 * (1 + (32 * 2))], 1e-6);
        Assert.Equal(row[1, 2] / 3, slots[1][2 * (1 + (32 * 2))], 1e-6);
        Assert.Equal(Fast.InputBytes, bytes.Length);
    }

    [Fact]
    public void Keys_are_made_when_they_are_first_needed_and_once()
    {
        using var ring = new ClientKeyRing();
        Assert.Null(ring.Find(Lean));
        var made = ring.Get(Lean);
        Assert.Same(made, ring.Get(Lean));
        Assert.Same(made, ring.Make(Lean));
        Assert.Null(ring.Find(Fast));
        Assert.Single(ring.Keys);
    }

    [Fact]
    public void Many_threads_that_need_keys_get_the_same()
    {
        using var ring = new ClientKeyRing();
        var made = new PlanKeys[8];
        Parallel.For(0, made.Length, i => made[i] = ring.Get(i % 2 == 0 ? Fast : Lean));
        Assert.Equal(2, made.Distinct().Count());
    }

    [Fact]
    public void Plans_of_the_same_parameters_share_a_secret_and_not_their_keys()
    {
        var manifest = SampleManifest.Create();
        var other = manifest.Plans[0] with { Name = "few", PlanId = new string('e', 64), Keys = new KeysManifest(null, [new GaloisKeyManifest(5, 0)]) };
        var few = ModelRequirements.Of(manifest with { Plans = [other] }).DefaultPlan;
        var made = _ring.Make(few);
        Assert.NotEqual(Keys.EvaluationKeys, made.EvaluationKeys);
        Assert.Same(Keys.Secret, made.Secret);
        Assert.NotSame(Keys.Secret, _ring.Make(Lean).Secret);

        _ring.Save(KeyFile, "p", overwrite: false, Cheap);
        using var loaded = ClientKeyRing.Load(KeyFile, "p");
        Assert.Equal(_ring.Keys.Select(keys => keys.EvaluationKeys), loaded.Keys.Select(keys => keys.EvaluationKeys));
        Assert.Same(loaded.Keys[0].Secret, loaded.Keys[1].Secret);
        var answer = loaded.Find(few)!.Decrypt(Result(Keys, 0.5), Fast.Output);
        Assert.Equal(0.5, answer[0], 1e-4);
    }

    [Fact]
    public void A_saved_ring_decrypts_what_the_original_encrypted_and_makes_no_keys_by_itself()
    {
        _ring.Make(Lean);
        _ring.Save(KeyFile, "passphrase", overwrite: false, Cheap);
        using var loaded = ClientKeyRing.Load(KeyFile, "passphrase");
        foreach (var plan in Model.Plans)
        {
            Assert.Equal(1.25, loaded.Get(plan).Decrypt(Result(_ring.Get(plan), 1.25), plan.Output)[0], 1e-4);
            Assert.Equal(_ring.Get(plan).EvaluationKeys, loaded.Get(plan).EvaluationKeys);
        }

        Assert.False(loaded.MakesKeys);
        var foreign = ModelRequirements.Of(SampleManifest.OfRecords() with { Plans = [SampleManifest.OfRecords().Plans[0] with { Keys = new KeysManifest(null, []) }] });
        Assert.Equal(KeyFileError.OtherKeys, Assert.Throws<KeyFileException>(() => loaded.Get(foreign.DefaultPlan)).Error);
    }

    [Fact]
    public void A_file_of_version_1_is_one_entry_without_a_count()
    {
        var content = KeyRingContent.Write(_ring.Keys);
        using var loaded = KeyRingContent.Read(1, content[4..]);
        Assert.Equal(Keys.EvaluationKeys, loaded.Get(Fast).EvaluationKeys);
        Assert.Equal(1.25, loaded.Get(Fast).Decrypt(Result(Keys, 1.25), Fast.Output)[0], 1e-4);
        Assert.Equal(KeyFileError.BadContent, Assert.Throws<KeyFileException>(() => KeyRingContent.Read(1, content)).Error);
        Assert.Equal(KeyFileError.BadContent, Assert.Throws<KeyFileException>(() => KeyRingContent.Read(2, [.. content, 0])).Error);
    }

    [Fact]
    public void Two_rings_have_different_secrets_and_do_not_read_each_other()
    {
        using var other = ClientKeyRing.Generate(Fast);
        Assert.NotEqual(1.25, other.Get(Fast).Decrypt(Result(Keys, 1.25), Fast.Output)[0], 1.0);
    }

    [Fact]
    public void Values_are_read_where_the_layout_says()
    {
        var layout = new OutputLayout(64, 3);
        var slots = new double[4096];
        (slots[0], slots[64], slots[128]) = (1, -2, 3);
        Assert.Equal([1, -2, 3], Keys.Decrypt(Bundle(Keys, slots), layout).Select(value => Math.Round(value, 4)));
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
        Assert.Equal(Keys.EvaluationKeys, loaded.Keys[0].EvaluationKeys);
    }

    [Fact]
    public void The_file_holds_neither_the_secret_nor_the_passphrase_in_the_clear()
    {
        _ring.Save(KeyFile, "a long passphrase", overwrite: false, Cheap);
        var file = File.ReadAllBytes(KeyFile);
        using var secret = new MemoryStream();
        SecretKeySerializer.Write(Keys.Secret.Key, secret);
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
        var content = KeyRingContent.Write(_ring.Keys);
        var refused = 0;
        for (var i = 0; i < 200; i++)
        {
            var altered = (byte[])content.Clone();
            altered[i] ^= (byte)(1 + (i % 255));
            try
            {
                KeyRingContent.Read(2, altered).Dispose();
            }
            catch (KeyFileException exception) when (exception.Error == KeyFileError.BadContent)
            {
                refused++;
            }
        }

        Assert.True(refused >= 150, $"{refused} of 200 were refused");       // bits of key wishes are free to change: the GCM tag guards them
    }

    [Fact]
    public void An_empty_ring_is_no_key_file()
    {
        using var empty = new ClientKeyRing();
        Assert.Throws<InvalidOperationException>(() => empty.Save(KeyFile, "p", overwrite: false, Cheap));
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public void A_result_that_is_no_ciphertext_is_refused()
        => Assert.Throws<NodeProtocolException>(() => Keys.Decrypt(RandomNumberGenerator.GetBytes(1000), Fast.Output));

    [Fact]
    public void A_disposed_ring_neither_encrypts_nor_saves_nor_makes()
    {
        var ring = ClientKeyRing.Generate(Fast);
        var keys = ring.Get(Fast);
        ring.Dispose();
        Assert.Throws<ObjectDisposedException>(() => keys.Encrypt(Fast, SampleInput.Text()));
        Assert.Throws<ObjectDisposedException>(() => ring.Save(KeyFile, "p", overwrite: false, Cheap));
        Assert.Throws<ObjectDisposedException>(() => ring.Get(Lean));
        Assert.False(File.Exists(KeyFile));
    }

    private double[] Decrypt(Ciphertext ciphertext)
    {
        using (ciphertext)
        {
            var slots = new double[4096];
            Keys.Secret.Decrypt(ciphertext, slots);
            return slots;
        }
    }

    private static byte[] Result(PlanKeys keys, double value) => Bundle(keys, [value]);

    private static byte[] Bundle(PlanKeys keys, double[] slots)
    {
        using var ciphertext = keys.Secret.Encrypt(slots, 0, Scale.FromLog2(28));
        using var bytes = new MemoryStream();
        CiphertextBundle.Write([ciphertext], bytes);
        return bytes.ToArray();
    }
}
