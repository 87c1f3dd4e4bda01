namespace BasedAI.Protocol;

/// <summary>What a model was made of, how good it is and what it is not.</summary>
public sealed record ModelCard
{
    /// <summary>The architecture in one or two sentences.</summary>
    public required string Architecture { get; init; }

    /// <summary>Number of trained parameters: of the body, and of the public embedding table.</summary>
    public required ParameterCounts ParameterCounts { get; init; }

    /// <summary>Measured accuracy.</summary>
    public required AccuracyReport Accuracy { get; init; }

    /// <summary>The data it was trained on, with licence.</summary>
    public required IReadOnlyList<DataSource> Data { get; init; }

    /// <summary>Where it fails or was not tested.</summary>
    public required IReadOnlyList<string> Limits { get; init; }

    /// <summary>What a user must not take as promised.</summary>
    public required IReadOnlyList<string> NotPromised { get; init; }

    /// <summary>How to train the same weights again.</summary>
    public required string Reproduce { get; init; }
}

/// <summary>Numbers of trained parameters.</summary>
/// <param name="Body">Parameters in the encrypted part (the server's).</param>
/// <param name="Embedding">Parameters of the public embedding table.</param>
public sealed record ParameterCounts(long Body, long Embedding);

/// <summary>Accuracy in the clear on a held-out set the training never saw.</summary>
/// <param name="Dataset">Name and split.</param>
/// <param name="Examples">Number of examples.</param>
/// <param name="Mean">Mean accuracy over the seeds, 0 … 1.</param>
/// <param name="StandardDeviation">Standard deviation over the seeds.</param>
/// <param name="Seeds">Accuracy of each seed, 0 … 1.</param>
/// <param name="Shipped">Accuracy of the shipped, quantised model, 0 … 1.</param>
public sealed record AccuracyReport(
    string Dataset,
    int Examples,
    double Mean,
    double StandardDeviation,
    IReadOnlyList<double> Seeds,
    double Shipped);

/// <summary>One source of training data.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Citation">Whom to cite.</param>
/// <param name="Licence">Under which terms it is published.</param>
public sealed record DataSource(string Name, string Citation, string Licence);
