namespace BasedAI.Samples.TrainModels.Vectors;

/// <summary>One vector for each frequent word of a corpus, most frequent first, equally frequent ones in ordinal order.</summary>
/// <param name="Words">The words.</param>
/// <param name="Counts">How often each occurs.</param>
/// <param name="Values">Words x d, row after row.</param>
/// <param name="Dimensions">d.</param>
public sealed record WordVectors(IReadOnlyList<string> Words, IReadOnlyList<int> Counts, float[] Values, int Dimensions)
{
    public ReadOnlySpan<float> this[int word] => Values.AsSpan(word * Dimensions, Dimensions);

    /// <summary>The words nearest to a word by cosine, seen at least <paramref name="minCount"/> times; none if it is not listed.</summary>
    public IReadOnlyList<string> Nearest(string word, int count, int minCount)
    {
        var self = Words.ToList().IndexOf(word);
        if (self < 0)
            return [];
        return Enumerable.Range(0, Words.Count)
            .Where(other => other != self && Counts[other] >= minCount)
            .OrderByDescending(other => VectorMath.Dot(this[self], this[other]) / MathF.Sqrt(VectorMath.Dot(this[other], this[other])))
            .Take(count).Select(other => Words[other]).ToArray();
    }
}
