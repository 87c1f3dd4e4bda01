using BasedAI.Client;

namespace BasedAI.Cli;

/// <summary>What is asked: a text or a record. It is judged before anything is started; whether the model takes it, when the model is known.</summary>
internal abstract record Question
{
    /// <summary>How the answer's panel names it, at most one line.</summary>
    public abstract string Title { get; }

    /// <summary>The text, or null.</summary>
    public virtual string? Text => null;

    /// <summary>Encodes it for a model.</summary>
    /// <exception cref="CliException">The model takes something else.</exception>
    public abstract EncodedInput Encode(CliContext context, BrainClient brain);
}

/// <summary>A text.</summary>
internal sealed record TextQuestion(string Content) : Question
{
    private const int ShownLength = 60;

    public override string Title => $"“{ShownText.OneLine(Content, ShownLength)}”";

    public override string? Text => Content;

    public override EncodedInput Encode(CliContext context, BrainClient brain)
        => brain.Requirements.Text is not null
            ? PromptText.Encode(context, brain, Content)
            : throw CliException.BadInput(
                $"Brain {brain.Id} takes records of {brain.Requirements.Record!.Features.Length} numbers, not texts. Give one with --record FILE; "
                + $"'based brain show {brain.Id}' names them.");
}

/// <summary>A record.</summary>
internal sealed record RecordQuestion(string Source, IReadOnlyList<KeyValuePair<string, double>> Values) : Question
{
    public override string Title => $"record of {Values.Count} numbers from {ShownText.OneLine(Source, 40)}";

    public override EncodedInput Encode(CliContext context, BrainClient brain)
    {
        if (brain.Requirements.Record is null)
            throw CliException.BadInput($"Brain {brain.Id} takes texts, not records. Give the text without --record.");
        try
        {
            return brain.EncodeRecord(Values);
        }
        catch (RecordException exception)
        {
            throw CliException.BadInput($"{ShownText.OneLine(Source, 40)}: {exception.Message}");
        }
    }
}

/// <summary>Whatever Brain 0 takes: a default sentence, or the record of all means.</summary>
internal sealed record DemoQuestion(string DefaultText) : Question
{
    public override string Title => $"“{DefaultText}”";

    public override string? Text => DefaultText;

    public override EncodedInput Encode(CliContext context, BrainClient brain)
        => brain.Requirements.Record is { } record
            ? brain.EncodeRecord(record.Features.Select(feature => KeyValuePair.Create(feature.Name, feature.Mean)))
            : PromptText.Encode(context, brain, DefaultText);
}
