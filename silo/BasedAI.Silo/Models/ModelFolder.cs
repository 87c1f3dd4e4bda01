using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BasedAI.Grains;
using BasedAI.Protocol;
using BasedAI.Storage;

namespace BasedAI.Silo;

/// <summary>
/// A model's folder: <c>model.json</c> (a <see cref="ModelManifest"/>) and the files it names by digest. A file's name does not matter; its
/// content does.
/// </summary>
internal sealed class ModelFolder
{
    private const int SupportedFormat = 1;
    private const int MaxManifestBytes = 128 * 1024;
    private readonly IReadOnlyDictionary<string, string> _filesByDigest;

    private ModelFolder(ModelManifest manifest, string manifestJson, IReadOnlyDictionary<string, string> filesByDigest)
    {
        Manifest = manifest;
        ManifestJson = manifestJson;
        _filesByDigest = filesByDigest;
    }

    /// <summary>The manifest.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The manifest as it stands in the file.</summary>
    public string ManifestJson { get; }

    /// <summary>What Brain 0 is told.</summary>
    public ModelRelease Release => new()
    {
        Name = Manifest.Name,
        PlanId = Manifest.PlanId,
        Plan = Manifest.Files.Plan,
        ManifestJson = ManifestJson,
    };

    /// <summary>Reads the folder and checks every file it names; null where it has no <c>model.json</c>.</summary>
    /// <exception cref="NodeStartException">The manifest or a file is not what it should be.</exception>
    public static ModelFolder? Read(string folder)
    {
        var path = Path.Combine(folder, "model.json");
        if (!File.Exists(path))
            return null;
        try
        {
            if (new FileInfo(path).Length > MaxManifestBytes)
                throw Wrong(path, $"it is larger than {MaxManifestBytes} bytes");
            var bytes = File.ReadAllBytes(path);
            var manifest = JsonSerializer.Deserialize(bytes, ProtocolJson.Default.ModelManifest) ?? throw Wrong(path, "it is null");
            if (manifest.FormatVersion != SupportedFormat)
                throw Wrong(path, $"its format version is {manifest.FormatVersion}; this node reads {SupportedFormat}");
            if (manifest.PlanId != manifest.Files.Plan.Sha256)
                throw Wrong(path, $"planId is {manifest.PlanId}, the plan file's digest is {manifest.Files.Plan.Sha256}; they must be equal");
            var digests = DigestsOf(folder);
            foreach (var (role, reference) in Roles(manifest.Files))
                Check(path, role, reference, digests);
            return new ModelFolder(manifest, Encoding.UTF8.GetString(bytes), digests);
        }
        catch (JsonException exception)
        {
            throw Wrong(path, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, exception.Message, exception);
        }
    }

    /// <summary>Puts every file into the store; those that are there already cost nothing.</summary>
    public async Task Store(IBlobStore blobs, CancellationToken cancellationToken)
    {
        foreach (var (_, reference) in Roles(Manifest.Files))
        {
            var file = File.OpenRead(_filesByDigest[reference.Sha256]);
            await using var closing = file.ConfigureAwait(false);
            await blobs.Put(reference.Sha256, reference.Length, file, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<(string Role, BlobRef Reference)> Roles(ModelFiles files)
    {
        yield return ("vocabulary", files.Vocabulary);
        yield return ("embedding", files.Embedding);
        yield return ("plan", files.Plan);
        if (files.Weights is { } weights)
            yield return ("weights", weights);
    }

    private static void Check(string path, string role, BlobRef reference, Dictionary<string, string> digests)
    {
        if (reference.Problem(FileBlobStore.DefaultMaxBlobBytes) is { } problem)
            throw Wrong(path, $"files.{role}: {problem}");
        if (!digests.TryGetValue(reference.Sha256, out var file))
        {
            var there = string.Join(", ", digests.Select(d => $"{Path.GetFileName(d.Value)} = {d.Key[..12]}…"));
            throw Wrong(path, $"files.{role}: no file of the folder has the digest {reference.Sha256} (there: {there}); a file is missing or damaged");
        }

        if (new FileInfo(file).Length != reference.Length)
            throw Wrong(path, $"files.{role}: {Path.GetFileName(file)} is {new FileInfo(file).Length} bytes long, the manifest says {reference.Length}");
    }

    private static Dictionary<string, string> DigestsOf(string folder)
    {
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            using var stream = File.OpenRead(file);
            digests[Convert.ToHexStringLower(SHA256.HashData(stream))] = file;
        }

        return digests;
    }

    private static NodeStartException Wrong(string path, string reason, Exception? inner = null)
        => new(ExitCodes.Failure, $"the model {path} cannot be served: {reason}.", inner);
}
