using System.Collections.Immutable;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// Operands as plaintexts: encoded from their integers at the first use and kept, as many as there is room for; the others made for each use. An operand
/// whose only coefficient is the constant one is a number and takes no plaintext. Thread-safe, but not to be disposed while a run uses it.
/// </summary>
internal sealed class OperandStore : IDisposable
{
    private readonly CkksEncoder _encoder;
    private readonly ImmutableArray<PlaintextOperand> _operands;
    private readonly bool[] _isConstant;
    private readonly Lazy<Plaintext>?[] _kept;
    private readonly long _bytesPerLimb;
    private long _encodedBytes;
    private int _isEncoded;

    public OperandStore(ExecutionPlan plan, long maxBytes)
    {
        _encoder = new CkksEncoder(plan.CheckedParameters);
        _operands = plan.Operands;
        _bytesPerLimb = (long)plan.CheckedParameters.N * sizeof(double);
        _isConstant = [.. _operands.Select(IsNumber)];
        _kept = new Lazy<Plaintext>?[_operands.Length];
        for (int i = 0; i < _operands.Length; i++)
        {
            PlaintextOperand operand = _operands[i];
            long bytes = (operand.Level + 1) * _bytesPerLimb;
            if (_isConstant[i] || KeptBytes + bytes > maxBytes) continue;
            _kept[i] = new Lazy<Plaintext>(() => Encode(operand));
            KeptBytes += bytes;
        }
    }

    /// <summary>Bytes of all that are kept, once they are encoded.</summary>
    public long KeptBytes { get; }

    /// <summary>Bytes of those that are encoded already.</summary>
    public long EncodedBytes => Interlocked.Read(ref _encodedBytes);

    /// <summary>Whether the operand is a number.</summary>
    public bool IsConstant(int index) => _isConstant[index];

    /// <summary>Limbs that are made for each use of the operand.</summary>
    public int TransientLimbs(int index) => _isConstant[index] || _kept[index] is not null ? 0 : _operands[index].Level + 1;

    /// <summary>The number that is the operand's integer again when it is multiplied by the scale and rounded; null if the operand is not a constant.</summary>
    public double? GetConstant(int index, Scale scale) => _isConstant[index] ? _operands[index].Coefficients[0] / scale.Value : null;

    /// <summary>The plaintext, and whether it is the caller's to dispose.</summary>
    public Plaintext Get(int index, out bool isTransient)
    {
        isTransient = _kept[index] is null;
        if (_kept[index] is not { } kept) return _encoder.FromIntegers(_operands[index].Coefficients.AsSpan(), _operands[index].Level, _operands[index].Scale);
        return kept.Value;
    }

    /// <summary>Encodes all that are kept, the first time.</summary>
    public void EncodeAll(int threads, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isEncoded) == 1) return;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, _kept.Length, options, i => _ = _kept[i]?.Value);
        Volatile.Write(ref _isEncoded, 1);
    }

    /// <summary>Returns the plaintexts' limbs.</summary>
    public void Dispose()
    {
        foreach (Lazy<Plaintext>? plaintext in _kept)
        {
            if (plaintext is { IsValueCreated: true }) plaintext.Value.Dispose();
        }
    }

    private Plaintext Encode(PlaintextOperand operand)
    {
        Plaintext plaintext = _encoder.FromIntegers(operand.Coefficients.AsSpan(), operand.Level, operand.Scale);
        Interlocked.Add(ref _encodedBytes, (operand.Level + 1) * _bytesPerLimb);
        return plaintext;
    }

    /// <summary>A quotient and a product of doubles are each right to 2^-53: below 2^50 the integer comes back within a quarter.</summary>
    private static bool IsNumber(PlaintextOperand operand) =>
        Math.Abs(operand.Coefficients[0]) < 1L << 50 && operand.Scale.Log2 < 900 && operand.Coefficients.AsSpan()[1..].IndexOfAnyExcept(0L) < 0;
}
