// Definitions. Integers first (UInt128, obvious), then the same products in doubles: the form every kernel must reproduce.
//
//   h = rn(a·b)          c = round(rn(h·rn(1/q)))          r = (h − c·q) − (h − a·b) = a·b − c·q
//
// Both parentheses are one fused operation and exact; so r is an integer congruent to a·b, |r| ≤ q·(1/2 + 3·2^-53·|a·b|/q).
// Proof: notes/double-fma-exactness.md. Source of the error-free product: Dekker 1971; with FMA: Muller et al., Handbook of
// Floating-Point Arithmetic, 2nd ed., section 4.4.
namespace BasedAI.Fhe.Ring;

/// <summary>Arithmetic modulo one number: the definitions the kernels are tested against.</summary>
internal static class ModularArithmetic
{
    /// <summary>a·b mod m; any 64-bit operands.</summary>
    public static ulong Multiply(ulong a, ulong b, ulong m) => (ulong)((UInt128)a * b % m);

    /// <summary>a^e mod m.</summary>
    public static ulong Power(ulong a, ulong e, ulong m)
    {
        ulong power = 1 % m, square = a % m;
        for (; e != 0; e >>= 1)
        {
            if ((e & 1) != 0)
                power = Multiply(power, square, m);
            square = Multiply(square, square, m);
        }
        return power;
    }

    /// <summary>a^-1 mod a prime p.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="a"/> is a multiple of p.</exception>
    public static ulong InversePrime(ulong a, ulong p)
        => a % p == 0 ? throw new DivideByZeroException($"{a} has no inverse modulo {p}.") : Power(a, p - 2, p);

    /// <summary>The representative of a in (−q/2, q/2), as a double; a in [0,q).</summary>
    public static double Centre(ulong a, ulong q) => a > q / 2 ? -(double)(q - a) : a;

    /// <summary>a·b − c·q by FMA; |a·b| ≤ 2^103, result within ±q·(1/2 + 3·2^-53·|a·b|/q).</summary>
    public static double MultiplyLazy(double a, double b, double q, double inverseQ)
    {
        var h = a * b;
        var c = Math.Round(h * inverseQ);
        return Math.FusedMultiplyAdd(-c, q, h) - Math.FusedMultiplyAdd(-a, b, h);
    }

    /// <summary>a·b mod q in [0,q); a and b in (−q,q).</summary>
    public static double Multiply(double a, double b, double q, double inverseQ)
    {
        var r = MultiplyLazy(a, b, q, inverseQ);
        return r < 0 ? r + q : r;
    }
}
