using System.CommandLine;
using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.AttentionPooling;
using BasedAI.Samples.TrainModels.Data;

var data = new Option<string>("--data")
{
    Description = "Directory with sst2/train.tsv, sst2/dev.tsv and imdb/{train,test,unsup}.tsv.gz.",
    Required = true,
};
var output = new Option<string>("--out") { Description = "Model folder to write.", Required = true };
var seeds = new Option<int>("--seeds") { Description = "Classifiers to train; seed 1 is written.", DefaultValueFactory = _ => 5 };
var rows = new Option<int>("--rows") { Description = "Words in the vocabulary, at most.", DefaultValueFactory = _ => 40_000 };
var reviews = new Option<int>("--reviews") { Description = "Film reviews to read, at most.", DefaultValueFactory = _ => 100_000 };
var model = new Option<string>("--model") { Description = "Model folder to read.", Required = true };
var text = new Argument<string>("text") { Description = "An English sentence about a film." };

var train = new Command("train", "Train word vectors and the classifier, and write the model folder (some minutes).")
{
    data, output, seeds, rows, reviews,
};
train.SetAction(parsed => Guard(() =>
{
    new TrainingRun(
    new TrainingOptions
    {
        DataDirectory = parsed.GetRequiredValue(data),
        OutputDirectory = parsed.GetRequiredValue(output),
        Seeds = parsed.GetValue(seeds),
        MaxRows = parsed.GetValue(rows),
        MaxReviews = parsed.GetValue(reviews),
    },
    Console.Out).Execute();
    Pack(parsed.GetRequiredValue(output));
}));

var pack = new Command("pack", "Compile a trained folder to plan.bin and write its model.json (done by train as well).") { model };
pack.SetAction(parsed => Guard(() => Pack(parsed.GetRequiredValue(model))));

var evaluate = new Command("evaluate", "Measure a model folder on the dev set, in the clear.") { model, data };
evaluate.SetAction(parsed => Guard(() =>
{
    var sentences = SentimentReader.Read(parsed.GetRequiredValue(data), "dev");
    var result = Evaluation.Run(ModelFolder.Read(parsed.GetRequiredValue(model)), sentences);
    Console.WriteLine(
        $"{result.Correct} of {result.Count} right, {100 * result.Accuracy:F2} %; unknown words {100 * result.UnknownRate:F2} %, "
        + $"sentences cut {100 * result.TruncationRate:F2} %");
}));

var predict = new Command("predict", "Judge one sentence in the clear.") { model, text };
predict.SetAction(parsed => Guard(() =>
{
    var folder = ModelFolder.Read(parsed.GetRequiredValue(model));
    var encoded = new TextEncoder(folder.Vocabulary, folder.Embeddings).Encode(parsed.GetRequiredValue(text));
    if (encoded.Length == 0)
        throw new InvalidDataException("The text has no words.");
    var logit = folder.Weights.Logit(encoded.Rows, encoded.Length);
    var verdict = logit > 0 ? "positive" : "negative";
    Console.WriteLine($"{verdict}: logit {logit:F3}, probability of positive {1 / (1 + Math.Exp(-logit)):F3}");
    Console.WriteLine($"tokens, unknown ones in brackets: {string.Join(' ', encoded.Tokens.Zip(encoded.Ids, Show))}");
}));

return new RootCommand("Trains the sentiment model of this repository. The same data and options give the same bytes on the same machine.")
{
    train, pack, evaluate, predict,
}.Parse(args).Invoke();

static void Pack(string directory)
{
    var manifest = ModelPackager.Pack(directory);
    Console.WriteLine($"packed {directory}: plan {manifest.PlanId[..12]}, log QP {manifest.Parameters.LogQP:F1}, {manifest.Keys.Galois.Count} Galois keys");
}

static string Show(string token, int id) => id == Vocabulary.UnknownId ? $"[{token}]" : token;

static int Guard(Action action)
{
    try
    {
        action();
        return 0;
    }
    catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}
