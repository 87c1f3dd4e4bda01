using System.Security.Cryptography;
using BasedAI.Fuzz.Instrumentation;
using BasedAI.Fuzz.Mutation;
using BasedAI.Fuzz.Targets;

namespace BasedAI.Fuzz;

/// <summary>The corpus of one target and its growth.</summary>
internal sealed class TargetRun
{
    private const int MaxFindings = 20;

    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _corpus = [];
    private readonly byte[] _seen = new byte[Coverage.Size];
    private readonly HashSet<string> _outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _findingDetails = new(StringComparer.Ordinal);
    private readonly string? _corpusFolder;
    private readonly string _findingsFolder;

    public TargetRun(FuzzTarget target, int seed, string? corpus, string findings)
    {
        Target = target;
        byte[] hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(target.Name));
        _random = new Random(seed ^ BitConverter.ToInt32(hash));
        _mutator = new Mutator(_random);
        _findingsFolder = findings;
        foreach (byte[] bytes in target.CreateSeeds())
        {
            var verdict = Try(bytes);
            if (verdict.Kind == FindingKind.None && !verdict.Outcome.StartsWith("read", StringComparison.Ordinal))
                throw new InvalidOperationException($"{target.Name}: a genuine object is refused: {verdict.Outcome}.");
            if (!_corpus.Contains(bytes)) _corpus.Add(bytes);
        }

        if (corpus is null) return;
        _corpusFolder = Path.Combine(corpus, target.Name);
        Directory.CreateDirectory(_corpusFolder);
        foreach (string file in Directory.EnumerateFiles(_corpusFolder).Order(StringComparer.Ordinal)) Try(File.ReadAllBytes(file));
    }

    public FuzzTarget Target { get; }

    public long Inputs { get; private set; }

    public int CorpusCount => _corpus.Count;

    public IReadOnlyCollection<string> Outcomes => _outcomes;

    public int Edges => _seen.Count(static classes => classes != 0);

    /// <summary>Largest memory used, as a share of what the bytes justified.</summary>
    public double MaxShare { get; private set; }

    public List<string> Findings { get; } = [];

    /// <summary>One turn.</summary>
    public void Run(int count)
    {
        for (int i = 0; i < count && Findings.Count < MaxFindings; i++)
        {
            // Recent discoveries more often: they are where something moves.
            int place = _random.Next(2) == 0 ? _random.Next(_corpus.Count) : _corpus.Count - 1 - _random.Next(Math.Min(8, _corpus.Count));
            byte[] bytes = _mutator.Mutate(_corpus[place], _corpus);
            if (_random.Next(2) == 0) bytes = Target.Repair(bytes, _random);
            Try(bytes);
        }
    }

    private Verdict Try(byte[] bytes)
    {
        Inputs++;
        LastInput.Remember(Target.Name, bytes);
        Coverage.Reset();
        var verdict = Judge.Run(Target, bytes);
        bool isNew = Coverage.Merge(_seen) | _outcomes.Add(verdict.Outcome);
        MaxShare = Math.Max(MaxShare, verdict.AllocatedShare);
        if (verdict.Kind != FindingKind.None) Keep(verdict, bytes);
        else if (isNew) Grow(bytes);
        return verdict;
    }

    private void Grow(byte[] bytes)
    {
        _corpus.Add(bytes);
        if (_corpusFolder is not null) File.WriteAllBytes(Path.Combine(_corpusFolder, Digest(bytes)), bytes);
    }

    private void Keep(Verdict verdict, byte[] bytes)
    {
        // One file for each place something went wrong at, not for each input that gets there.
        string[] lines = verdict.Detail.Split('\n');
        string key = verdict.Kind == FindingKind.UnexpectedException ? string.Join('\n', lines.Take(3)) : $"{verdict.Kind} {verdict.Outcome}";
        if (!_findingDetails.Add(key)) return;
        Directory.CreateDirectory(_findingsFolder);
        string path = Path.Combine(_findingsFolder, $"{Target.Name}.{Digest(bytes)}.bin");
        File.WriteAllBytes(path, bytes);
        Findings.Add($"{path}: {verdict.Kind}: {string.Join(" ", lines.Take(4).Select(line => line.Trim()))}");
        Console.Error.WriteLine($"FINDING {Findings[^1]}");
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
}
