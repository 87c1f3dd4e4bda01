using System.Text.Json;

namespace BasedAI.Samples.TrainModels.Vectors;

/// <summary>
/// Word vectors kept between runs, so that several models can start from the same ones without training them again. The file says by
/// which recipe and from how many reviews they were made; another recipe's are refused.
/// </summary>
public static class WordVectorFile
{
    private const string Magic = "BAI word vectors 1";

    public static WordVectors Read(string path, SkipGramOptions options, int maxReviews)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        if (reader.ReadString() != Magic)
            throw new InvalidDataException($"{path} is not a file of word vectors.");
        if (reader.ReadString() != Recipe(options, maxReviews))
            throw new InvalidDataException($"The word vectors of {path} were made by another recipe. Remove the file to make them again.");
        var (count, dimensions, stride) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var words = new string[count];
        var counts = new int[count];
        for (var i = 0; i < count; i++)
            (words[i], counts[i]) = (reader.ReadString(), reader.ReadInt32());
        var values = new float[count * stride];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.ReadSingle();
        return new WordVectors(words, counts, values, dimensions, stride);
    }

    public static void Write(string path, WordVectors vectors, SkipGramOptions options, int maxReviews)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(Magic);
        writer.Write(Recipe(options, maxReviews));
        writer.Write(vectors.Words.Count);
        writer.Write(vectors.Dimensions);
        writer.Write(vectors.Stride);
        for (var i = 0; i < vectors.Words.Count; i++)
        {
            writer.Write(vectors.Words[i]);
            writer.Write(vectors.Counts[i]);
        }

        foreach (var value in vectors.Values)
            writer.Write(value);
    }

    private static string Recipe(SkipGramOptions options, int maxReviews) => $"{JsonSerializer.Serialize(options)} {maxReviews}";
}
