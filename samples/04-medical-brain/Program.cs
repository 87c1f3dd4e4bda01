// A clinic asks a medical Brain. Descriptions and measurements are encrypted in the clinic; the network computes on ciphertexts; only the clinic can read the findings.
// A demonstration on small public data sets, not a medical device.
// Start a node first: dotnet run -c Release --project src/BasedAI.Cli -- silo --data DIR
using BasedAI.Client;

string node = args.ElementAtOrDefault(0) ?? "http://127.0.0.1:5080";
using var client = new BasedClient(new BasedClientOptions { Node = new Uri(node) });
var brains = await client.ListBrainsAsync();
async Task<BrainClient> OpenAsync(string model) => await BrainClient.OpenAsync(
    client, (brains.FirstOrDefault(brain => brain.Model == model) ?? throw new InvalidOperationException($"The node at {node} serves no model '{model}'.")).Id);

// 1. Texts: 24 conditions, one logit each, the largest is the finding.
BrainClient diagnosis = await OpenAsync("diagnosis");
using var clinic = new ClientKeyRing();
InferenceAnswer? last = null;
foreach (string record in (string[])
[
    "my joints are swollen and stiff in the morning and my neck hurts when I turn my head",
    "high fever, chills and sweating, a headache and vomiting since yesterday",
    "the skin on my elbows is red, peeling and covered with silvery scales",
])
{
    last = await diagnosis.AskAsync(diagnosis.Encode(record), clinic);
    Console.WriteLine($"{last.Label,-24} {last.Probability,7:P1}   {record}");
}

// 2. Numbers: thirty measurements of a cell nucleus. A made-up patient, every measurement above the mean by a deviation and a half.
BrainClient tumour = await OpenAsync("tumour");
var measurements = tumour.Manifest.Input.Features!.Select(feature => KeyValuePair.Create(feature.Name, feature.Mean + (1.5 * feature.Deviation)));
InferenceAnswer finding = await tumour.AskAsync(tumour.EncodeRecord(measurements), clinic);
Console.WriteLine($"{finding.Label,-24} {finding.Probability,7:P1}   thirty measurements of a nucleus");

// 3. Who else asks for the result gets the same bytes, and without the clinic's secret key they are noise.
using var stranger = new ClientKeyRing();
stranger.Make(last!.Choice.Plan);
try
{
    InferenceAnswer stolen = await diagnosis.ReadAnswerAsync(await client.GetJobAsync(last.Job), stranger, length: 1);
    Console.WriteLine($"a stranger read: {stolen.Label}");
}
catch (NodeProtocolException exception)
{
    Console.WriteLine($"a stranger with keys of his own: {exception.Message}");
}
