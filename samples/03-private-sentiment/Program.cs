// A review that nobody but its author reads: encrypted here, judged by a transformer on machines that hold no key, decrypted here.
// Start a node first: dotnet run -c Release --project src/BasedAI.Cli -- silo --data DIR
using BasedAI.Client;
using BasedAI.Protocol;

string node = args.ElementAtOrDefault(0) ?? "http://127.0.0.1:5080";
string review = args.ElementAtOrDefault(1) ?? "not the masterpiece they promised, but tender, funny and beautifully acted";

// 1. The Brain says what it serves; this process checks it and believes nothing: parameters, security, layouts, sizes.
using var client = new BasedClient(new BasedClientOptions { Node = new Uri(node) });
BrainClient brain = await BrainClient.OpenAsync(client, new BrainId(0));
Console.WriteLine($"Brain 0 serves {brain.Manifest.Name}, accuracy {brain.Manifest.Card.Accuracy.Shipped:P1} ({brain.Manifest.Card.Accuracy.Dataset})");

// 2. Keys: the secret ones never leave this object; the evaluation keys are exactly those the plan asks for.
using var keys = new ClientKeyRing();

// 3. The text becomes rows of numbers here, the rows become ciphertexts, and only those travel.
var words = brain.Encode(review);
InferenceAnswer answer = await brain.AskAsync(words, keys);

// 4. What came back is a ciphertext too. Label and rounded probability may be shown; raw decrypted values never should be.
Console.WriteLine($"\"{review}\"");
Console.WriteLine($"  {answer.Label}, probability of positive {answer.Probability:P2}, by the plan {answer.Choice.Plan.Name} ({answer.Choice.Reason})");
Console.WriteLine($"  sent {answer.Bytes.Keys + answer.Bytes.Input:N0} bytes, received {answer.Bytes.Result:N0}; the network computed for {answer.Times.Evaluate.TotalMilliseconds:F0} ms");
Console.WriteLine($"  computed by {answer.Miner}; {string.Join(" and ", answer.Validators)} found the same bytes; verified: {answer.IsVerified}");
