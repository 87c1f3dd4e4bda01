using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>One key of a KSwitchKeys: for each data prime j an encryption (b_j, a_j) at the key level of the polynomial to be switched, times P in limb j only.</summary>
internal sealed class SealSwitchingKey : IDisposable
{
    private readonly SealPolynomials[] _pairs;

    public SealSwitchingKey(SealPolynomials[] pairs)
    {
        _pairs = pairs;
        B = [.. pairs.Select(pair => pair.Parts[0])];
        A = [.. pairs.Select(pair => pair.Parts[1])];
    }

    /// <summary>The first polynomials, one for each data prime.</summary>
    public RnsPolynomial[] B { get; }

    /// <summary>The second polynomials, one for each data prime.</summary>
    public RnsPolynomial[] A { get; }

    /// <summary>Bytes of one key with the headers of its parts.</summary>
    public static long GetBytes(SealContext context, bool isSeeded) =>
        context.DataPrimeCount * (SealHeader.SizeInBytes + SealShape.GetCiphertextBytes(context, context.KeyLevel, SealShape.MinPolynomials, isSeeded));

    /// <summary>Bytes of this key with the headers of its parts.</summary>
    public long GetBytes(SealContext context) => _pairs.Sum(
        pair => SealHeader.SizeInBytes + SealShape.GetCiphertextBytes(context, context.KeyLevel, SealShape.MinPolynomials, pair.Seed is not null));

    /// <summary>Reads the parts, which must be as many as there are data primes.</summary>
    public static SealSwitchingKey Read(ref SealReader reader, SealContext context)
    {
        var pairs = new List<SealPolynomials>();
        try
        {
            for (int j = 0; j < context.DataPrimeCount; j++)
            {
                long end = reader.BeginNested();
                pairs.Add(SealPolynomials.ReadMembers(ref reader, context, isKey: true));
                reader.EndNested(end);
            }

            return new SealSwitchingKey([.. pairs]);
        }
        catch
        {
            SealShape.DisposeAll(pairs.SelectMany(pair => pair.Parts));
            throw;
        }
    }

    /// <summary>Writes the parts.</summary>
    public void Write(SealWriter writer, SealContext context)
    {
        foreach (var pair in _pairs)
        {
            writer.WriteHeader(SealShape.GetCiphertextBytes(context, context.KeyLevel, SealShape.MinPolynomials, pair.Seed is not null));
            pair.WriteMembers(writer, context);
        }
    }

    public void Dispose() => SealShape.DisposeAll(_pairs.SelectMany(pair => pair.Parts));
}
