namespace BasedAI.Client;

/// <summary>
/// The client-side half of a record model: numbers by name become standardised numbers in order. What leaves this class is what gets encrypted.
/// Names are compared without regard to case; white space around them does not count. Immutable and thread-safe.
/// </summary>
public sealed class RecordEncoder
{
    /// <summary>Most deviations a number may be from its mean. What is further off is taken for a mistake, such as another unit.</summary>
    public const double MaxDeviations = 100;

    private const int MaxNamed = 6;

    private readonly RecordInput _input;

    /// <summary>For one model's input.</summary>
    public RecordEncoder(RecordInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
    }

    /// <summary>Standardises a record: (value − mean) / deviation for each feature.</summary>
    /// <param name="values">Exactly the model's features, each a finite number.</param>
    /// <exception cref="RecordException">A name is missing, unknown or there twice, or a number is out of range.</exception>
    public EncodedRecord Encode(IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var byName = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values)
        {
            if (!byName.TryAdd(name.Trim(), value)) throw new RecordException($"The record has '{Printable.Line(name, 40)}' twice.");
        }

        Require(_input.Features.Where(feature => !byName.ContainsKey(feature.Name)).Select(feature => feature.Name), "The record lacks");
        var known = _input.Features.Select(feature => feature.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Require(byName.Keys.Where(name => !known.Contains(name)), "The model does not know");
        var row = new double[1, _input.Features.Length];
        for (var j = 0; j < _input.Features.Length; j++)
        {
            var feature = _input.Features[j];
            row[0, j] = (byName[feature.Name] - feature.Mean) / feature.Deviation;
            if (!(Math.Abs(row[0, j]) <= MaxDeviations))
            {
                throw new RecordException(
                    $"'{feature.Name}' is {byName[feature.Name]}, more than {MaxDeviations} deviations ({feature.Deviation:G4}) from its mean of {feature.Mean:G4}. "
                    + "Is it in the unit the model was trained with?");
            }
        }

        return new EncodedRecord(row);
    }

    /// <summary>The record whose every number is the mean.</summary>
    public EncodedRecord EncodeMean() => new(new double[1, _input.Features.Length]);

    private void Require(IEnumerable<string> wrong, string what)
    {
        var names = wrong.Select(name => $"'{Printable.Line(name, 40)}'").ToArray();
        if (names.Length == 0) return;
        throw new RecordException(
            $"{what} {string.Join(", ", names.Take(MaxNamed))}{(names.Length > MaxNamed ? $" and {names.Length - MaxNamed} more" : "")}. "
            + $"It takes {_input.Features.Length} numbers: {string.Join(", ", _input.Features.Select(feature => feature.Name))}.");
    }
}
