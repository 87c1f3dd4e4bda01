using System.Text.Json.Serialization;

namespace BasedAI.Samples.TrainModels.Cards;

/// <summary>A data set a model was made of, and for what.</summary>
public sealed record DataSource(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("use")] string Use,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("citation")] string Citation,
    [property: JsonPropertyName("licence")] string Licence)
{
    private const string NoLicence = "no licence came with the data; cite the paper. The texts are not part of the model";

    public static DataSource Treebank { get; } = new(
        "SST-2, GLUE split, 67,349 phrases",
        "labels and texts of the classifier",
        "Stanford Sentiment Treebank",
        "R. Socher, A. Perelygin, J. Wu, J. Chuang, C. Manning, A. Ng, C. Potts, "
            + "\"Recursive deep models for semantic compositionality over a sentiment treebank\", EMNLP 2013",
        NoLicence);

    public static DataSource Reviews { get; } = new(
        "IMDB large film review data set, 100,000 reviews",
        "word vectors from all texts; the 50,000 labels for a first training of the classifier on pieces of reviews",
        "Stanford",
        "A. Maas, R. Daly, P. Pham, D. Huang, A. Ng, C. Potts, \"Learning word vectors for sentiment analysis\", ACL 2011",
        NoLicence);

    public static DataSource ReviewVectors { get; } = Reviews with { Use = "word vectors from all texts" };

    public static DataSource Symptoms { get; } = new(
        "Symptom2Disease, 1,200 descriptions of symptoms, 24 classes",
        "labels and texts of the classifier",
        "Kaggle",
        "\"Symptom2Disease\", public data set on Kaggle, 2023",
        "licence unknown. The texts are not part of the model");

    public static DataSource Tumours { get; } = new(
        "Breast cancer Wisconsin (diagnostic), 569 cases of 30 measurements",
        "all of the model",
        "UCI machine learning repository",
        "W. Wolberg, O. Mangasarian, N. Street, W. Street, \"Breast Cancer Wisconsin (Diagnostic)\", UCI 1995",
        "CC BY 4.0");
}
