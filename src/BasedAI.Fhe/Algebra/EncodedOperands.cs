using System.Collections.Concurrent;

namespace BasedAI.Fhe;

/// <summary>
/// Plaintexts of operands, made from their integers on first use and kept until this object is disposed. Thread-safe, except that
/// it must not be disposed while a run uses it.
/// </summary>
public sealed class EncodedOperands : IDisposable
{
    private readonly CkksEncoder _encoder;
    private readonly ConcurrentDictionary<PlaintextOperand, Lazy<Plaintext>> _plaintexts = new(ReferenceEqualityComparer.Instance);

    /// <summary>For circuits over these parameters.</summary>
    public EncodedOperands(CkksParameters parameters) => _encoder = new CkksEncoder(parameters);

    /// <summary>The plaintext of an operand; it belongs to this object.</summary>
    public Plaintext Get(PlaintextOperand operand) => _plaintexts.GetOrAdd(
        operand,
        added => new Lazy<Plaintext>(() => _encoder.FromIntegers(added.Coefficients.AsSpan(), added.Level, added.Scale))).Value;

    /// <summary>Returns the plaintexts' limbs.</summary>
    public void Dispose()
    {
        foreach (Lazy<Plaintext> plaintext in _plaintexts.Values)
        {
            if (plaintext.IsValueCreated)
            {
                plaintext.Value.Dispose();
            }
        }
        _plaintexts.Clear();
    }
}
