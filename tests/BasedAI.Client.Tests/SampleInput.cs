using BasedAI.Client.Text;

namespace BasedAI.Client.Tests;

/// <summary>Inputs of the sample manifests, from tables made up here.</summary>
internal static class SampleInput
{
    public static TextEncoder Encoder { get; } = CreateEncoder();

    /// <summary>Three tokens of 64 features.</summary>
    public static EncodedText Text() => Encoder.Encode("good film good");

    private static TextEncoder CreateEncoder()
    {
        var random = new Random(5);
        sbyte[] words = [.. Enumerable.Range(0, 3 * 64).Select(_ => (sbyte)random.Next(-127, 128))];
        float[] positions = [.. Enumerable.Range(0, 32 * 64).Select(_ => (float)(0.1 * random.NextDouble()))];
        return new TextEncoder(new Vocabulary(["<unk>", "good", "film"]), new EmbeddingTable(64, [0.01f, 0.01f, 0.01f], words, positions));
    }
}
