using BasedAI.Cerberus;
using BasedAI.Client.Text;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>The files of a model folder that come from training: each is written over what was there.</summary>
public static class TransformerFolder
{
    /// <param name="directory">The folder.</param>
    /// <param name="name"><c>model</c>: what is served, beside <c>config.json</c>; else what the file names begin with.</param>
    /// <param name="config">Text of the configuration.</param>
    /// <param name="tensors">The body.</param>
    public static void WriteBody(string directory, string name, string config, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, name == "model" ? "config.json" : name + ".config.json"), config);
        using var stream = File.Create(Path.Combine(directory, name + ".safetensors"));
        SafetensorsFile.Write(stream, tensors);
    }

    public static void WriteTable(string directory, Vocabulary vocabulary, EmbeddingTable embeddings)
    {
        Directory.CreateDirectory(directory);
        using var words = File.Create(Path.Combine(directory, "vocabulary.txt"));
        vocabulary.Write(words);
        using var table = File.Create(Path.Combine(directory, "embedding.bin"));
        embeddings.Write(table);
    }

    public static IReadOnlyDictionary<string, Tensor> ReadBody(string directory, string name = "model")
    {
        using var stream = File.OpenRead(Path.Combine(directory, name + ".safetensors"));
        return SafetensorsFile.Read(stream);
    }

    public static (Vocabulary Vocabulary, EmbeddingTable Embeddings) ReadTable(string directory)
    {
        using var words = File.OpenRead(Path.Combine(directory, "vocabulary.txt"));
        using var table = File.OpenRead(Path.Combine(directory, "embedding.bin"));
        return (Vocabulary.Read(words), EmbeddingTable.Read(table));
    }
}
