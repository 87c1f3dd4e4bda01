using BasedAI.Client.Tests.Http;
using BasedAI.Protocol;

namespace BasedAI.Client.Tests.Models;

public sealed class PublicFileCacheTests : IDisposable
{
    private static readonly byte[] Content = "the file"u8.ToArray();
    private readonly string _folder = Directory.CreateTempSubdirectory("basedai-cache-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static BlobRef Blob => BlobRef.Of(Content, MediaTypes.ModelFile);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_fetched_once_and_again_when_the_copy_is_damaged()
    {
        await using var node = await FakeNode.StartAsync(async (context, _) => await context.Response.Body.WriteAsync(Content));
        using var client = node.CreateClient(options => options with { CacheFolder = Path.Combine(_folder, "models") });
        var cache = new PublicFileCache(client);
        Assert.Equal(Content, await cache.GetAsync(Blob, Token));
        Assert.Equal(Content, await cache.GetAsync(Blob, Token));
        Assert.Equal(1, node.Requests);

        await File.WriteAllTextAsync(Path.Combine(_folder, "models", Blob.Sha256), "the fil3", Token);
        Assert.Equal(Content, await cache.GetAsync(Blob, Token));
        Assert.Equal(2, node.Requests);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Path.Combine(_folder, "models", Blob.Sha256), Token));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_costs_only_the_download()
    {
        var file = Path.Combine(_folder, "not-a-folder");
        await File.WriteAllTextAsync(file, "", Token);
        await using var node = await FakeNode.StartAsync(async (context, _) => await context.Response.Body.WriteAsync(Content));
        using var client = node.CreateClient(options => options with { CacheFolder = file });
        Assert.Equal(Content, await new PublicFileCache(client).GetAsync(Blob, Token));
    }
}
