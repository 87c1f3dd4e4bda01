using System.Numerics;

namespace BasedAI.Fhe.Ring.Tests.Reference;

/// <summary>Definitions in integers, as slow as they are obvious.</summary>
internal static class Schoolbook
{
    public static ulong Multiply(ulong a, ulong b, ulong q) => (ulong)((UInt128)a * b % q);

    public static ulong Power(ulong a, ulong e, ulong q) => (ulong)BigInteger.ModPow(a, e, q);

    public static int Reverse(int value, int bits)
    {
        var reversed = 0;
        for (var i = 0; i < bits; i++)
            reversed |= ((value >> i) & 1) << (bits - 1 - i);
        return reversed;
    }

    /// <summary>Σ a_i·x^i.</summary>
    public static ulong Evaluate(ReadOnlySpan<ulong> a, ulong x, ulong q)
    {
        UInt128 value = 0;
        for (var i = a.Length - 1; i >= 0; i--)
            value = ((value * x) + a[i]) % q;
        return (ulong)value;
    }

    /// <summary>The transform layer by layer in 128-bit integers: O(N log N), one radix, no laziness.</summary>
    public static ulong[] Ntt(ReadOnlySpan<ulong> a, ulong psi, ulong q)
    {
        var r = a.ToArray();
        var logN = BitOperations.Log2((uint)r.Length);
        for (int m = 1, t = r.Length / 2; m < r.Length; m *= 2, t /= 2)
        {
            for (var i = 0; i < m; i++)
            {
                var w = Power(psi, (ulong)Reverse(m + i, logN), q);
                for (var j = 2 * i * t; j < (2 * i * t) + t; j++)
                {
                    var v = Multiply(r[j + t], w, q);
                    (r[j], r[j + t]) = ((r[j] + v) % q, (r[j] + q - v) % q);
                }
            }
        }
        return r;
    }

    /// <summary>a·b modulo X^N + 1.</summary>
    public static ulong[] NegacyclicProduct(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ulong q)
    {
        var n = a.Length;
        var c = new ulong[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var p = Multiply(a[i], b[j], q);
                var k = (i + j) % n;
                c[k] = i + j < n ? (c[k] + p) % q : (c[k] + q - p) % q;
            }
        }
        return c;
    }

    /// <summary>a(X^g) modulo X^N + 1.</summary>
    public static ulong[] Automorphism(ReadOnlySpan<ulong> a, ulong g, ulong q)
    {
        var n = a.Length;
        var c = new ulong[n];
        for (var i = 0; i < n; i++)
        {
            var e = (int)((UInt128)i * g % (ulong)(2 * n));
            c[e % n] = e < n ? a[i] : (q - a[i]) % q;
        }
        return c;
    }
}
