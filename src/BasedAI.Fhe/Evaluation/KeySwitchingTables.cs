using System.Numerics;

namespace BasedAI.Fhe;

/// <summary>Scalars of key switching and rescaling, one set per parameter set.</summary>
internal sealed class KeySwitchingTables
{
    private readonly ulong[][] _inverse;          // [j][i] = q_j^-1 mod q_i
    private readonly ulong[] _specialModulus;     // P mod q_i
    private readonly ulong[] _specialInverse;     // P^-1 mod q_i

    public KeySwitchingTables(CkksParameters parameters)
    {
        var ringQ = parameters.RingQ;
        BigInteger p = CkksParameters.Product(parameters.RingP);
        _inverse = new ulong[ringQ.Length][];
        for (int j = 0; j < ringQ.Length; j++)
        {
            _inverse[j] = new ulong[ringQ.Length];
            for (int i = 0; i < ringQ.Length; i++)
            {
                if (i != j) _inverse[j][i] = ringQ[i].InverseMod(ringQ[j].Modulus.Value % ringQ[i].Modulus.Value);
            }
        }

        _specialModulus = [.. ringQ.Select(ring => (ulong)(p % ring.Modulus.Value))];
        _specialInverse = [.. ringQ.Select((ring, i) => ring.InverseMod(_specialModulus[i]))];
        Converters = new BasisConverterCache(parameters);
    }

    /// <summary>Converters between groups of limbs.</summary>
    public BasisConverterCache Converters { get; }

    /// <summary>q_j^-1 modulo q_i.</summary>
    public ulong GetInverse(int j, int i) => _inverse[j][i];

    /// <summary>P modulo q_i.</summary>
    public ulong GetSpecialModulus(int i) => _specialModulus[i];

    /// <summary>P^-1 modulo q_i.</summary>
    public ulong GetSpecialInverse(int i) => _specialInverse[i];
}
