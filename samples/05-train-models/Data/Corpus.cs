namespace BasedAI.Samples.TrainModels.Data;

/// <summary>Running text as word numbers, in order of first appearance; <see cref="EndOfText"/> closes each text.</summary>
public sealed class Corpus
{
    public const int EndOfText = -1;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];
    private readonly List<int> _counts = [];
    private readonly List<int> _tokens = [];

    public IReadOnlyList<string> Words => _words;

    /// <summary>How often each word occurs.</summary>
    public IReadOnlyList<int> Counts => _counts;

    public ReadOnlySpan<int> Tokens => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tokens);

    public int TextCount { get; private set; }

    public void AddText(IEnumerable<string> tokens)
    {
        foreach (var token in tokens)
        {
            if (!_numbers.TryGetValue(token, out var number))
            {
                number = _words.Count;
                _numbers.Add(token, number);
                _words.Add(token);
                _counts.Add(0);
            }

            _counts[number]++;
            _tokens.Add(number);
        }

        _tokens.Add(EndOfText);
        TextCount++;
    }
}
