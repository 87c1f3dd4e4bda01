using BasedAI.Cerberus;
using BasedAI.Client.Text;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>The files of a model folder that come from training: <c>vocabulary.txt</c>, <c>embedding.bin</c>, <c>weights.bin</c>.</summary>
public sealed record ModelFolder(Vocabulary Vocabulary, EmbeddingTable Embeddings, SentimentWeights Weights)
{
    public static ModelFolder Read(string directory)
    {
        using var vocabulary = File.OpenRead(Path.Combine(directory, "vocabulary.txt"));
        using var embeddings = File.OpenRead(Path.Combine(directory, "embedding.bin"));
        using var weights = File.OpenRead(Path.Combine(directory, "weights.bin"));
        return new ModelFolder(Vocabulary.Read(vocabulary), EmbeddingTable.Read(embeddings), SentimentWeightsSerializer.Read(weights));
    }

    /// <summary>Writes the files, each over what was there, and gives their total length in bytes.</summary>
    public long Write(string directory)
    {
        Directory.CreateDirectory(directory);
        return Write(directory, "vocabulary.txt", Vocabulary.Write)
            + Write(directory, "embedding.bin", Embeddings.Write)
            + Write(directory, "weights.bin", stream => SentimentWeightsSerializer.Write(Weights, stream));
    }

    private static long Write(string directory, string name, Action<Stream> write)
    {
        using var stream = File.Create(Path.Combine(directory, name));
        write(stream);
        return stream.Length;
    }
}
