using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Judges primes that somebody else chose: each must have a residue ring of the degree, and no two may be equal.</summary>
internal static class ExplicitModuli
{
    public static CkksParametersBuilder.Failure Check(int logN, ReadOnlySpan<ulong> moduli)
    {
        ulong twoN = 2UL << logN;
        var seen = new HashSet<ulong>();
        foreach (ulong q in moduli)
        {
            if (q is <= 1UL << Modulus.MinBits or >= 1UL << Modulus.MaxBits)
            {
                return new(
                    ParameterError.ModulusOutOfRange,
                    $"The modulus {q} is not strictly between 2^{Modulus.MinBits} and 2^{Modulus.MaxBits}; choose primes of 31 to 50 bits.");
            }

            if (!PrimeSearch.IsPrime(q)) return new(ParameterError.ModulusNotPrime, $"The modulus {q} is not prime.");
            if (q % twoN != 1)
                return new(ParameterError.ModulusNotCongruentToOne, $"The prime {q} is not 1 modulo 2N = {twoN}, so there is no NTT modulo it.");
            if (!seen.Add(q)) return new(ParameterError.DuplicateModulus, $"The prime {q} is named twice; primes must differ.");
        }

        return default;
    }
}
