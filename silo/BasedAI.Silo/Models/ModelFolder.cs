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

    /// <summary>What its Brain is told.</summary>
    public ModelRelease Release => new()
    {
        Name = Manifest.Name,
        Plans = [.. Manifest.Plans.Select(plan => new ReleasePlan(plan.Name, plan.PlanId, plan.File))],
        ManifestJson = ManifestJson,
    };

    /// <summary>Whether <paramref name="name"/> can be the name of a model's folder: no path.</summary>
    public static bool IsName(string name) => name.Length > 0 && Path.GetFileName(name) == name && name is not ("." or "..");

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
            var manifest = ModelManifest.Parse(bytes);
            foreach (var plan in manifest.Plans)
            {
                if (plan.PlanId != plan.File.Sha256)
                    throw Wrong(path, $"plans.{plan.Name}: planId is {plan.PlanId}, the file's digest is {plan.File.Sha256}; they must be equal");
            }

            var digests = DigestsOf(folder);
            foreach (var (place, reference) in manifest.AllFiles())
                Check(path, place, reference, digests);
            return new ModelFolder(manifest, Encoding.UTF8.GetString(bytes), digests);
        }
        catch (Exception exception) when (exception is JsonException or ManifestVersionException)
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
        foreach (var (_, reference) in Manifest.AllFiles())
        {
            var file = File.OpenRead(_filesByDigest[reference.Sha256]);
            await using var closing = file.ConfigureAwait(false);
            await blobs.Put(reference.Sha256, reference.Length, file, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Check(string path, string place, BlobRef reference, Dictionary<string, string> digests)
    {
        if (reference.Problem(FileBlobStore.DefaultMaxBlobBytes) is { } problem)
            throw Wrong(path, $"{place}: {problem}");
        if (!digests.TryGetValue(reference.Sha256, out var file))
        {
            var there = string.Join(", ", digests.Select(d => $"{Path.GetFileName(d.Value)} = {d.Key[..12]}…"));
            throw Wrong(path, $"{place}: no file of the folder has the digest {reference.Sha256} (there: {there}); a file is missing or damaged");
        }

        if (new FileInfo(file).Length != reference.Length)
            throw Wrong(path, $"{place}: {Path.GetFileName(file)} is {new FileInfo(file).Length} bytes long, the manifest says {reference.Length}");
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
        => new(ExitCodes.Failure, $"the model {path} cannot be served: {reason.TrimEnd('.')}.", inner);
}
