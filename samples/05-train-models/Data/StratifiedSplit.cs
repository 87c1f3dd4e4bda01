using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Samples.TrainModels.Data;

/// <summary>Divides examples into parts with the same share of every class in each, by a seed alone.</summary>
public static class StratifiedSplit
{
    /// <summary>Shuffles the members of each class and deals them to the parts in turn: the part of each example.</summary>
    public static int[] Deal(IReadOnlyList<int> labels, int parts, ulong seed)
    {
        var random = new TrainingRandom(seed);
        var result = new int[labels.Count];
        foreach (var members in Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]).OrderBy(group => group.Key).Select(group => group.ToArray()))
        {
            random.Shuffle(members);
            for (var i = 0; i < members.Length; i++)
                result[members[i]] = i % parts;
        }

        return result;
    }

    /// <summary>The examples of one part and all others, each in their order.</summary>
    public static (IReadOnlyList<T> Part, IReadOnlyList<T> Others) Take<T>(IReadOnlyList<T> examples, int[] parts, int part) =>
        ([.. examples.Where((_, i) => parts[i] == part)], [.. examples.Where((_, i) => parts[i] != part)]);
}
