using System.Security.Cryptography;
using BasedAI.Protocol;

namespace BasedAI.Storage.Tests;

public sealed class FileBlobStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Testing => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(128 * 1024)]
    [InlineData((3 * 128 * 1024) + 17)]
    public async Task What_was_put_is_read_back(int length)
    {
        var store = Open();
        var (content, reference) = Blob(length);

        Assert.False(((IBlobStore)store).Exists(reference.Sha256));
        Assert.Equal(BlobPutResult.Created, await Put(store, reference, content));
        Assert.Equal(BlobPutResult.AlreadyThere, await Put(store, reference, content));
        Assert.Equal(length, store.GetLength(reference.Sha256));
        Assert.Equal(content, await ReadAll(store.OpenRead(reference.Sha256)!));
        Assert.Equal(content, await ReadAll(store.OpenVerified(reference, Testing)));
        Assert.Equal(content, await ReadAll(Open().OpenRead(reference.Sha256)!));
    }

    [Fact]
    public async Task Wrong_bytes_are_refused_and_nothing_is_kept()
    {
        var store = Open();
        var (content, reference) = Blob(1000);
        content[500] ^= 1;

        await Assert.ThrowsAsync<BlobMismatchException>(() => Put(store, reference, content));
        AssertNothingKept(store, reference);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1001)]
    public async Task A_stream_of_another_length_is_refused_and_nothing_is_kept(int announced)
    {
        var store = Open();
        var (content, reference) = Blob(1000);

        await Assert.ThrowsAsync<BlobMismatchException>(() => Put(store, reference with { Length = announced }, content));
        AssertNothingKept(store, reference);
    }

    [Fact]
    public async Task A_stream_that_breaks_leaves_nothing()
    {
        var store = Open();
        var (content, reference) = Blob(1000);
        await using var broken = new BreakingStream(content, 600);

        await Assert.ThrowsAsync<IOException>(() => store.Put(reference.Sha256, 1000, broken, Testing));
        AssertNothingKept(store, reference);
    }

    [Fact]
    public async Task A_blob_above_the_bound_is_refused_before_it_is_read()
    {
        var store = new FileBlobStore(_folder.Path, maxBlobBytes: 10);
        await Assert.ThrowsAsync<BlobTooLargeException>(() => store.Put(new string('a', 64), 11, Stream.Null, Testing));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("ABCDEF")]
    [InlineData("")]
    public async Task A_name_that_is_no_digest_is_refused(string name)
    {
        var store = Open();
        Assert.Throws<ArgumentException>(() => store.OpenRead(name));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Put(name, 1, Stream.Null, Testing));
    }

    [Fact]
    public async Task Concurrent_puts_of_one_blob_are_fine()
    {
        var store = Open();
        var (content, reference) = Blob(300_000);

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Put(store, reference, content))));

        Assert.Contains(BlobPutResult.Created, results);
        Assert.Equal(content, await ReadAll(store.OpenVerified(reference, Testing)));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "tmp")));
    }

    [Fact]
    public void Leftovers_of_a_crash_are_removed_at_start()
    {
        Open();
        var leftover = Path.Combine(_folder.Path, "tmp", "half");
        File.WriteAllText(leftover, "half a blob");
        Open();
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public async Task Damage_on_disk_is_found_before_the_content_is_used()
    {
        var store = Open();
        var (content, reference) = Blob(1000);
        await Put(store, reference, content);
        var file = Directory.EnumerateFiles(Path.Combine(_folder.Path, "blobs"), "*", SearchOption.AllDirectories).Single();
        content[10] ^= 1;
        await File.WriteAllBytesAsync(file, content, Testing);

        var exception = Assert.Throws<BlobCorruptException>(() => store.OpenVerified(reference, Testing));
        Assert.Contains(reference.Sha256, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_with_another_length_and_a_missing_blob_are_told_apart()
    {
        var store = Open();
        var (content, reference) = Blob(1000);
        Assert.Throws<BlobNotFoundException>(() => store.OpenVerified(reference, Testing));
        await Put(store, reference, content);
        Assert.Throws<BlobMismatchException>(() => store.OpenVerified(reference with { Length = 7 }, Testing));
        await Assert.ThrowsAsync<BlobMismatchException>(() => Put(store, reference with { Length = 7 }, content));
    }

    private FileBlobStore Open() => new(_folder.Path);

    private static (byte[] Content, BlobRef Reference) Blob(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        return (content, BlobRef.Of(content, MediaTypes.CiphertextBundle));
    }

    private static async Task<BlobPutResult> Put(FileBlobStore store, BlobRef reference, byte[] content)
    {
        await using var stream = new MemoryStream(content);
        return await store.Put(reference.Sha256, reference.Length, stream, Testing);
    }

    private static async Task<byte[]> ReadAll(Stream stream)
    {
        await using (stream)
        {
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Testing);
            return copy.ToArray();
        }
    }

    private void AssertNothingKept(FileBlobStore store, BlobRef reference)
    {
        Assert.Null(store.OpenRead(reference.Sha256));
        Assert.Null(store.GetLength(reference.Sha256));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    private sealed class BreakingStream(byte[] content, int breakAt) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => Position >= breakAt
                ? throw new IOException("connection reset")
                : base.ReadAsync(buffer[..Math.Min(buffer.Length, 100)], cancellationToken);
    }
}
