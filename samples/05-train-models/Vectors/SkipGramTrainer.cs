using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Samples.TrainModels.Vectors;

/// <summary>
/// Skip-gram with negative sampling (Mikolov et al. 2013, "Distributed representations of words and phrases", section 2.2):
/// for a word o near a word i, ascend log s(a_i.b_o) + sum over k sampled words of log s(-a_i.b_k), s the logistic function,
/// noise words drawn with frequency^0.75. One thread, so that the result is a function of the text and the seed alone.
/// Cost: about 6 x window x (1 + negatives) x d multiply-adds per kept token and epoch.
/// </summary>
public sealed class SkipGramTrainer
{
    private const int NoiseTableSize = 1 << 21;

    private readonly SkipGramOptions _options;
    private readonly int _stride;
    private readonly TrainingRandom _random;
    private readonly SigmoidTable _sigmoid = new();
    private readonly string[] _words;
    private readonly int[] _counts;
    private readonly int[] _text;
    private readonly long _tokenCount;
    private readonly int[] _noise;
    private readonly float[] _keep;
    private readonly float[] _input;
    private readonly float[] _output;

    public SkipGramTrainer(Corpus corpus, SkipGramOptions options)
    {
        _options = options;
        _stride = (options.Dimensions + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
        _random = new TrainingRandom(options.Seed);
        var frequent = Enumerable.Range(0, corpus.Words.Count)
            .Where(word => corpus.Counts[word] >= options.MinCount)
            .OrderByDescending(word => corpus.Counts[word]).ThenBy(word => corpus.Words[word], StringComparer.Ordinal).ToArray();
        _words = frequent.Select(word => corpus.Words[word]).ToArray();
        _counts = frequent.Select(word => corpus.Counts[word]).ToArray();
        _text = Renumber(corpus, frequent);
        _tokenCount = _counts.Sum(count => (long)count);
        _noise = NoiseTable(_counts);
        _keep = _counts.Select(count => KeepProbability(options.SubsamplingThreshold * _tokenCount / count)).ToArray();
        _input = new float[_words.Length * _stride];
        _output = new float[_input.Length];
        for (var word = 0; word < _words.Length; word++)
            foreach (ref var value in _input.AsSpan(word * _stride, options.Dimensions))
                value = (float)((_random.NextDouble() - 0.5) / options.Dimensions);
    }

    public int WordCount => _words.Length;

    public long TokenCount => _tokenCount;

    public WordVectors Train(Action<string> progress)
    {
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            var (loss, pairs) = TrainEpoch(epoch);
            progress($"word vectors, epoch {epoch + 1} of {_options.Epochs}: {pairs / 1e6:F0} M word pairs, loss {loss / pairs:F4} a pair");
        }

        return new WordVectors(_words, _counts, _input, _options.Dimensions, _stride);
    }

    private (double Loss, long Pairs) TrainEpoch(int epoch)
    {
        var loss = 0.0;
        long pairs = 0, done = epoch * _tokenCount;
        var kept = new List<int>();
        foreach (var word in _text)
        {
            if (word != Corpus.EndOfText)
            {
                done++;
                if (_random.NextDouble() < _keep[word])
                    kept.Add(word);
                continue;
            }

            var rate = Math.Max(_options.FinalLearningRate, _options.LearningRate * (1 - done / (double)(_options.Epochs * _tokenCount)));
            TrainText(CollectionsMarshal.AsSpan(kept), (float)rate, ref loss, ref pairs);
            kept.Clear();
        }

        return (loss, pairs);
    }

    private void TrainText(ReadOnlySpan<int> text, float rate, ref double loss, ref long pairs)
    {
        for (var center = 0; center < text.Length; center++)
        {
            var window = 1 + _random.NextInt(_options.Window);
            var end = Math.Min(text.Length - 1, center + window);
            for (var near = Math.Max(0, center - window); near <= end; near++)
            {
                if (near == center)
                    continue;
                loss += TrainPair(text[near], text[center], rate);
                pairs++;
            }
        }
    }

    private float TrainPair(int input, int output, float rate)
    {
        var vector = _input.AsSpan(input * _stride, _stride);
        Span<float> gradient = stackalloc float[_stride];
        gradient.Clear();
        var probability = Ascend(vector, output, 1, rate, gradient);
        for (var k = 0; k < _options.Negatives; k++)
        {
            var word = _noise[_random.NextUInt64() >> (64 - 21)];
            if (word != output)
                Ascend(vector, word, 0, rate, gradient);
        }

        VectorMath.AddScaled(1f, gradient, vector);
        return 1 - probability;
    }

    // One step for one pair: gradient += h * b, b += h * a with h = rate * (target - s(a.b)). Returns s(a.b).
    private float Ascend(ReadOnlySpan<float> vector, int word, float target, float rate, Span<float> gradient)
    {
        var a = MemoryMarshal.Cast<float, Vector256<float>>(vector);
        var b = MemoryMarshal.Cast<float, Vector256<float>>(_output.AsSpan(word * vector.Length, vector.Length))[..a.Length];
        var g = MemoryMarshal.Cast<float, Vector256<float>>(gradient)[..a.Length];
        var probability = _sigmoid[VectorMath.Dot(vector, _output.AsSpan(word * vector.Length, vector.Length))];
        var h = Vector256.Create(rate * (target - probability));
        for (var i = 0; i < a.Length; i++)
        {
            var old = b[i];
            g[i] += h * old;
            b[i] = old + h * a[i];
        }

        return probability;
    }

    private static float KeepProbability(double ratio) => (float)(Math.Sqrt(ratio) + ratio);

    private static int[] Renumber(Corpus corpus, int[] frequent)
    {
        var number = new int[corpus.Words.Count];
        Array.Fill(number, -2);
        for (var i = 0; i < frequent.Length; i++)
            number[frequent[i]] = i;
        var text = new List<int>(corpus.Tokens.Length);
        foreach (var token in corpus.Tokens)
            if (token == Corpus.EndOfText)
                text.Add(Corpus.EndOfText);
            else if (number[token] >= 0)
                text.Add(number[token]);
        return text.ToArray();
    }

    private static int[] NoiseTable(int[] counts)
    {
        var total = counts.Sum(count => Math.Pow(count, 0.75));
        var table = new int[NoiseTableSize];
        var sum = 0.0;
        var next = 0;
        for (var word = 0; word < counts.Length; word++)
        {
            sum += Math.Pow(counts[word], 0.75) / total;
            while (next < table.Length && next < sum * table.Length)
                table[next++] = word;
        }

        table.AsSpan(next).Fill(counts.Length - 1);
        return table;
    }
}
