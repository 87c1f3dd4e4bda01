using System.Text.Json;
using BasedAI.Protocol;

namespace BasedAI.Silo;

/// <summary>
/// Which Brain serves which model: <c>brains.json</c> in the folder of models, an object of Brain number and name of the model's folder, for
/// example <c>{ "0": "sentiment", "4": "tumour" }</c>.
/// </summary>
internal static class BrainsFile
{
    public const string Name = "brains.json";

    private const int MaxBytes = 64 * 1024;

    /// <summary>The Brains and their folders, ascending; null where there is no such file.</summary>
    /// <exception cref="NodeStartException">It is not what it should be.</exception>
    public static IReadOnlyList<(BrainId Brain, string Folder)>? Read(string models)
    {
        var path = Path.Combine(models, Name);
        if (!File.Exists(path))
            return null;
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw Wrong(path, $"it is larger than {MaxBytes} bytes");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Wrong(path, "it is no JSON object");
            var brains = new SortedDictionary<int, string>();
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                if (!BrainId.TryParse(entry.Name, out var id))
                    throw Wrong(path, $"'{entry.Name}' is no Brain; an id is a number from 0 to {BrainId.Count - 1}");
                var folder = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : "";
                if (!ModelFolder.IsName(folder))
                    throw Wrong(path, $"Brain {id} has no name of a folder beside the file");
                if (!brains.TryAdd(id.Value, folder))
                    throw Wrong(path, $"Brain {id} is there twice");
            }

            return brains.Count > 0 ? [.. brains.Select(brain => (new BrainId(brain.Key), brain.Value))] : throw Wrong(path, "it names no Brain");
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

    private static NodeStartException Wrong(string path, string reason, Exception? inner = null)
        => new(ExitCodes.Failure, $"{path} cannot be used: {reason.TrimEnd('.')}.", inner);
}
