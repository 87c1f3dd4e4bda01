using System.Collections.Immutable;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Evaluation keys in memory. Immutable; disposing it disposes the keys.</summary>
public sealed class EvaluationKeySet : IEvaluationKeySet, IDisposable
{
    private readonly CkksParameters _parameters;
    private readonly RelinearizationKey? _relinearization;
    private readonly SortedDictionary<uint, GaloisKey> _galois = [];

    /// <summary>Creates a set that takes over the keys.</summary>
    /// <exception cref="FheOperandException">A key of other parameters, or two keys for one automorphism.</exception>
    public EvaluationKeySet(CkksParameters parameters, RelinearizationKey? relinearization, IEnumerable<GaloisKey> galois)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(galois);
        _parameters = parameters;
        _relinearization = relinearization;
        if (relinearization is not null) Operands.CheckParameters(parameters, nameof(EvaluationKeySet), relinearization.ParametersId);
        foreach (var key in galois)
        {
            Operands.CheckParameters(parameters, nameof(EvaluationKeySet), key.ParametersId);
            if (!_galois.TryAdd(key.Element.Value, key))
                throw new FheOperandException($"EvaluationKeySet: two keys for {parameters.Describe(key.Element)}; give each once.");
        }
    }

    /// <inheritdoc/>
    public ParametersId ParametersId => _parameters.Id;

    /// <summary>True if there is a relinearisation key.</summary>
    public bool HasRelinearizationKey => _relinearization is not null;

    /// <summary>The automorphisms with a key, in ascending order.</summary>
    public ImmutableArray<GaloisElement> GaloisElements => [.. _galois.Values.Select(key => key.Element)];

    internal CkksParameters Parameters => _parameters;

    internal IReadOnlyCollection<GaloisKey> GaloisKeys => _galois.Values;

    /// <summary>A set without keys.</summary>
    public static EvaluationKeySet Empty(CkksParameters parameters) => new(parameters, null, []);

    /// <summary>Writes the set; see <see cref="EvaluationKeySetSerializer"/>.</summary>
    public static void Write(EvaluationKeySet keys, Stream destination) => EvaluationKeySetSerializer.Write(keys, destination);

    /// <summary>Reads a set; see <see cref="EvaluationKeySetSerializer"/>.</summary>
    public static EvaluationKeySet Read(CkksParameters parameters, Stream source, int maxGaloisKeys = int.MaxValue) =>
        EvaluationKeySetSerializer.Read(parameters, source, maxGaloisKeys);

    /// <inheritdoc/>
    public bool Contains(GaloisElement element) => _galois.ContainsKey(element.Value);

    /// <inheritdoc/>
    public GaloisKey GetGaloisKey(GaloisElement element) => _galois.TryGetValue(element.Value, out var key)
        ? key
        : throw new MissingEvaluationKeyException(
            $"There is no key for {_parameters.Describe(element)}. Add it to EvaluationKeyRequest.Galois when the keys are made.",
            element,
            _parameters.GetRotationSteps(element));

    /// <inheritdoc/>
    public RelinearizationKey GetRelinearizationKey() => _relinearization
        ?? throw new MissingEvaluationKeyException("There is no relinearisation key. Set EvaluationKeyRequest.RelinearizationLevel when the keys are made.");

    /// <summary>Disposes every key.</summary>
    public void Dispose()
    {
        _relinearization?.Dispose();
        Operands.DisposeAll(_galois.Values);
    }
}
