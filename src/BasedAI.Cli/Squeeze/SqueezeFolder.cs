using BasedAI.Cerberus;

namespace BasedAI.Cli;

/// <summary>A model's folder as the compiler reads it: <c>config.json</c> and <c>model.safetensors</c>, and where it was squeezed from, <c>base.config.json</c> and <c>base.safetensors</c>.</summary>
internal sealed record SqueezeFolder(string Path, ModelConfig Config, ModelGraph Graph, ModelGraph? Base)
{
    private const long MaxWeightBytes = 256L << 20;

    /// <summary>Reads a folder, or a shipped model by its name.</summary>
    public static SqueezeFolder Read(CliContext context, string model)
    {
        string path = Find(context, model);
        try
        {
            var config = ReadConfig(path, "config.json");
            var graph = ModelLoader.Load(config, ReadTensors(path, "model"));
            bool hasBase = File.Exists(System.IO.Path.Combine(path, "base.config.json"));
            return new SqueezeFolder(path, config, graph, hasBase ? ModelLoader.Load(ReadConfig(path, "base.config.json"), ReadTensors(path, "base")) : null);
        }
        catch (Exception exception) when (exception is ModelFormatException or TensorFileException)
        {
            throw CliException.BadInput($"'{path}': {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"'{path}' cannot be read: {exception.Message}");
        }
    }

    private static string Find(CliContext context, string model)
    {
        if (Directory.Exists(model)) return System.IO.Path.GetFullPath(model);
        if (SiloLocator.TryFind(context) is { } silo && model.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_'))
        {
            string shipped = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(silo)!, "models", model);
            if (Directory.Exists(shipped)) return shipped;
        }
        throw CliException.BadInput($"'{ShownText.OneLine(model, 80)}' is neither a folder with config.json and model.safetensors nor a model that ships with the node ('based info' lists those).");
    }

    private static ModelConfig ReadConfig(string folder, string name) => ModelConfig.Read(File.ReadAllBytes(Existing(folder, name)));

    /// <summary>Safetensors, or TorchSharp's state file where there is one instead.</summary>
    private static IReadOnlyDictionary<string, Tensor> ReadTensors(string folder, string name)
    {
        string state = System.IO.Path.Combine(folder, $"{name}.dat");
        string path = File.Exists(state) && !File.Exists(System.IO.Path.Combine(folder, $"{name}.safetensors")) ? state : Existing(folder, $"{name}.safetensors");
        if (new FileInfo(path).Length > MaxWeightBytes) throw CliException.BadInput($"'{path}' is longer than {MaxWeightBytes >> 20} MiB.");
        using var stream = File.OpenRead(path);
        return path == state ? StateDictFile.Read(stream) : SafetensorsFile.Read(stream);
    }

    private static string Existing(string folder, string name)
    {
        string path = System.IO.Path.Combine(folder, name);
        return File.Exists(path) ? path : throw CliException.BadInput($"'{folder}' has no {name}. A model's folder holds config.json and model.safetensors (or model.dat, TorchSharp's state file).");
    }
}
