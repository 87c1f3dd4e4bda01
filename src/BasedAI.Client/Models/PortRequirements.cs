using BasedAI.Fhe;

namespace BasedAI.Client;

/// <summary>One ciphertext a client encrypts: how the input lies in its slots, and at which level and scale.</summary>
public sealed class PortRequirements
{
    private readonly TokenLayout? _tokens;
    private readonly RecordLayout? _record;

    internal PortRequirements(string name, TokenLayout layout, int level, Scale scale)
        : this(name, level, scale)
    {
        _tokens = layout;
        LayoutId = layout.Id;
    }

    internal PortRequirements(string name, RecordLayout layout, int level, Scale scale)
        : this(name, level, scale)
    {
        _record = layout;
        LayoutId = layout.Id;
    }

    private PortRequirements(string name, int level, Scale scale) => (Name, Level, Scale, LayoutId) = (name, level, scale, "");

    /// <summary>Its name for people.</summary>
    public string Name { get; }

    /// <summary>Name of the layout.</summary>
    public string LayoutId { get; }

    /// <summary>The level it is encrypted at.</summary>
    public int Level { get; }

    /// <summary>The scale, exactly.</summary>
    public Scale Scale { get; }

    /// <summary>Fills all slots of the parameters.</summary>
    internal void Pack(EncodedInput input, Span<double> slots)
    {
        if (_tokens is not null) _tokens.Pack(input.Rows, input.Length, slots);
        else _record!.Pack(input.FirstRow(), slots);
    }
}
