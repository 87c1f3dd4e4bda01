namespace BasedAI.Samples.TrainModels.Vectors;

/// <summary>One vector for each frequent word of a corpus, most frequent first, equally frequent ones in ordinal order.</summary>
/// <param name="Words">The words.</param>
/// <param name="Counts">How often each occurs.</param>
/// <param name="Values">Words x stride, row after row; what is beyond d in a row is zero.</param>
/// <param name="Dimensions">d.</param>
/// <param name="Stride">The length of a row: d rounded up to whole blocks of <see cref="VectorMath"/>.</param>
public sealed record WordVectors(IReadOnlyList<string> Words, IReadOnlyList<int> Counts, float[] Values, int Dimensions, int Stride)
{
    public ReadOnlySpan<float> this[int word] => Values.AsSpan(word * Stride, Stride);

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
