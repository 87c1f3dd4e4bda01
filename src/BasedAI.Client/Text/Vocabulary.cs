using System.Collections.Frozen;
using System.Text;

namespace BasedAI.Client.Text;

/// <summary>
/// The words a model knows. A UTF-8 file with one word a line, each line ended by LF; the line number, from 0, is the id; line 0
/// is <c>&lt;unk&gt;</c>, which stands for every word not listed. Immutable and thread-safe.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>The id of every word the vocabulary does not know.</summary>
    public const int UnknownId = 0;

    /// <summary>The first line of the file; the tokenizer never produces it.</summary>
    public const string UnknownWord = "<unk>";

    /// <summary>Most words a vocabulary may have.</summary>
    public const int MaxCount = 1 << 18;

    private const int MaxFileBytes = 1 << 24;

    private readonly string[] _words;
    private readonly FrozenDictionary<string, int> _ids;

    /// <summary>Makes a vocabulary of words in the order of their ids.</summary>
    /// <exception cref="InvalidDataException">No words, too many, the first is not <c>&lt;unk&gt;</c>, or a word is empty, too long,
    /// repeated, or has a white-space or control character.</exception>
    public Vocabulary(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _words = words.Take(MaxCount + 1).ToArray();
        if (_words.Length > MaxCount)
            throw new InvalidDataException($"The vocabulary has more than {MaxCount} words.");
        if (_words.Length == 0 || _words[0] != UnknownWord)
            throw new InvalidDataException($"The first line of a vocabulary is {UnknownWord}; this one has another or is empty.");
        var ids = new Dictionary<string, int>(_words.Length, StringComparer.Ordinal);
        for (var id = 0; id < _words.Length; id++)
        {
            var word = _words[id];
            if (word.Length is 0 or > Tokenizer.MaxTokenLength || word.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
                throw new InvalidDataException(
                    $"Line {id + 1} of the vocabulary is not a word of 1 to {Tokenizer.MaxTokenLength} characters without white space.");
            if (!ids.TryAdd(word, id))
                throw new InvalidDataException($"Line {id + 1} of the vocabulary repeats the word of line {ids[word] + 1}.");
        }

        _ids = ids.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Number of words, <c>&lt;unk&gt;</c> included.</summary>
    public int Count => _words.Length;

    /// <summary>The words in the order of their ids.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The id of a token, <see cref="UnknownId"/> if it is not listed.</summary>
    public int Find(string token) => _ids.GetValueOrDefault(token, UnknownId);

    /// <summary>Reads a vocabulary file to its end.</summary>
    /// <exception cref="InvalidDataException">Longer than 16 MiB, not UTF-8, or against a rule of the constructor.</exception>
    public static Vocabulary Read(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = source.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > MaxFileBytes)
                throw new InvalidDataException($"The vocabulary file is longer than {MaxFileBytes} bytes.");
            bytes.Write(buffer, 0, read);
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
            return new Vocabulary((text.EndsWith('\n') ? text[..^1] : text).Split('\n', MaxCount + 2));
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException("The vocabulary file is not UTF-8.", exception);
        }
    }

    /// <summary>Writes the file that <see cref="Read"/> reads; equal vocabularies give equal bytes.</summary>
    public void Write(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        foreach (var word in _words)
            destination.Write(Encoding.UTF8.GetBytes(word + "\n"));
    }
}
