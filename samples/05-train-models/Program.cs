using System.CommandLine;
using BasedAI.Cerberus;
using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels;
using BasedAI.Samples.TrainModels.AttentionPooling;
using BasedAI.Samples.TrainModels.Data;

var name = new Argument<string>("model") { Description = string.Join(" | ", ModelRuns.Names) };
name.AcceptOnlyFromAmong([.. ModelRuns.Names]);
var data = new Option<string>("--data")
{
    Description = "Directory with sst2/{train,dev}.tsv, imdb/{train,test,unsup}.tsv.gz and, for the medical models, medical/.",
    Required = true,
};
var output = new Option<string>("--out") { Description = "Model folder to write.", Required = true };
var seeds = new Option<int?>("--seeds") { Description = "Models to train, 5 (sentiment-deep: 3) if not said; that of seed 1 is written." };
var rows = new Option<int>("--rows") { Description = "Words in the vocabulary, at most.", DefaultValueFactory = _ => 40_000 };
var reviews = new Option<int>("--reviews") { Description = "Film reviews to read, at most.", DefaultValueFactory = _ => 100_000 };
var vectors = new Option<string?>("--vectors") { Description = "File of word vectors: read if it exists, else written." };
var from = new Option<string>("--from")
{
    Description = "For embedding: the trained sentiment folder.",
    DefaultValueFactory = _ => Path.Combine("silo", "models", "sentiment"),
};
var folder = new Option<string>("--model") { Description = "Folder of sentiment-mini.", Required = true };
var text = new Argument<string>("text") { Description = "An English sentence about a film." };

var train = new Command("train", "Train a model and write its folder (up to some minutes).") { name, data, output, seeds, rows, reviews, vectors, from };
train.SetAction(parsed => Guard(() => ModelRuns.Train(parsed.GetRequiredValue(name), Options(parsed), parsed.GetRequiredValue(from), new RunLog(Console.Out))));

var validate = new Command("validate", "Measure a recipe of the medical models on parts of their training data; the held-out part stays unseen.")
{
    name, data, seeds, rows, reviews, vectors,
};
validate.SetAction(parsed => Guard(() => ModelRuns.Validate(parsed.GetRequiredValue(name), Options(parsed), new RunLog(Console.Out))));

var pack = new Command("pack", "Compile sentiment-mini to plan.bin and write its model.json (done by train as well).") { folder };
pack.SetAction(parsed => Guard(() => ModelRuns.PackMini(parsed.GetRequiredValue(folder), Console.Out)));

var evaluate = new Command("evaluate", "Measure sentiment-mini on the dev set, in the clear.") { folder, data };
evaluate.SetAction(parsed => Guard(() =>
{
    var sentences = SentimentReader.Read(parsed.GetRequiredValue(data), "dev");
    var result = Evaluation.Run(ModelFolder.Read(parsed.GetRequiredValue(folder)), sentences);
    Console.WriteLine(
        $"{result.Correct} of {result.Count} right, {100 * result.Accuracy:F2} %; unknown words {100 * result.UnknownRate:F2} %, "
        + $"sentences cut {100 * result.TruncationRate:F2} %");
}));

var predict = new Command("predict", "Judge one sentence by sentiment-mini, in the clear.") { folder, text };
predict.SetAction(parsed => Guard(() =>
{
    var model = ModelFolder.Read(parsed.GetRequiredValue(folder));
    var encoded = new TextEncoder(model.Vocabulary, model.Embeddings).Encode(parsed.GetRequiredValue(text));
    if (encoded.Length == 0)
        throw new InvalidDataException("The text has no words.");
    var logit = model.Weights.Logit(encoded.Rows, encoded.Length);
    var verdict = logit > 0 ? "positive" : "negative";
    Console.WriteLine($"{verdict}: logit {logit:F3}, probability of positive {1 / (1 + Math.Exp(-logit)):F3}");
    Console.WriteLine($"tokens, unknown ones in brackets: {string.Join(' ', encoded.Tokens.Zip(encoded.Ids, Show))}");
}));

return new RootCommand("Trains the models of this repository. The same data give the same bytes on the same machine.")
{
    train, validate, pack, evaluate, predict,
}.Parse(args).Invoke();

RunOptions Options(ParseResult parsed) => new()
{
    DataDirectory = parsed.GetRequiredValue(data),
    OutputDirectory = parsed.GetValue(output) ?? "",
    Seeds = parsed.GetValue(seeds) ?? ModelRuns.Seeds(parsed.GetRequiredValue(name)),
    MaxRows = parsed.GetValue(rows),
    MaxReviews = parsed.GetValue(reviews),
    VectorFile = parsed.GetValue(vectors),
};

static string Show(string token, int id) => id == Vocabulary.UnknownId ? $"[{token}]" : token;

static int Guard(Action action)
{
    try
    {
        action();
        return 0;
    }
    catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException
        or TensorFileException)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}
