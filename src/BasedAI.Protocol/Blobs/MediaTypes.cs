namespace BasedAI.Protocol;

/// <summary>The kinds of blob that travel. These names persist.</summary>
public static class MediaTypes
{
    /// <summary>A bundle of ciphertexts in a plan's input order.</summary>
    public const string CiphertextBundle = "application/vnd.basedai.ciphertexts";

    /// <summary>A user's evaluation keys (public material: relinearisation and Galois keys).</summary>
    public const string EvaluationKeys = "application/vnd.basedai.evaluation-keys";

    /// <summary>An execution plan.</summary>
    public const string Plan = "application/vnd.basedai.plan";

    /// <summary>A file of a model: vocabulary, embedding table, open weights.</summary>
    public const string ModelFile = "application/vnd.basedai.model-file";

    /// <summary>Every known kind.</summary>
    public static IReadOnlyList<string> All { get; } = [CiphertextBundle, EvaluationKeys, Plan, ModelFile];

    /// <summary>Whether <paramref name="mediaType"/> is one of <see cref="All"/>.</summary>
    public static bool IsKnown(string? mediaType) => mediaType is not null && All.Contains(mediaType);
}
