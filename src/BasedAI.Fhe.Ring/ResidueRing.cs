// R_q = Z_q[X]/(X^N+1), N = 2^logN, q prime ≡ 1 (mod 2N), 2^30 < q < 2^50.
// Residues are exact integers in doubles; canonical means [0,q) and +0. Kernels: Kernels/ and Ntt/; proofs of range: notes/.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using BasedAI.Fhe.Ring.Kernels;
using BasedAI.Fhe.Ring.Ntt;

namespace BasedAI.Fhe.Ring;

/// <summary>One residue ring: arithmetic on limbs of N canonical residues. Immutable and thread-safe; the same bits on every machine.</summary>
/// <remarks>Every verb takes spans of length N and wants canonical operands unless it says otherwise; a debug build verifies that.</remarks>
public sealed unsafe partial class ResidueRing
{
    /// <summary>The smallest log2 N.</summary>
    public const int MinLogN = 5;

    /// <summary>The largest log2 N.</summary>
    public const int MaxLogN = 17;

    private static readonly ConcurrentDictionary<(int LogN, ulong Modulus), ResidueRing> Rings = new();

    private readonly ResidueKernels _kernels;
    private readonly ModulusConstants _constants;
    private readonly Lock _tablesLock = new();
    private NttTables? _tables;

    internal ResidueRing(int logN, Modulus modulus, ResidueKernels kernels)
    {
        CheckLogN(logN);
        modulus.Validate();
        if ((modulus.Value - 1) % (2UL << logN) != 0)
            throw new ArgumentException($"The prime {modulus.Value} is not 1 modulo 2N = {2UL << logN}: the ring has no NTT. Take primes from PrimeSearch.FindNttPrimes.", nameof(modulus));
        LogN = logN;
        N = 1 << logN;
        Modulus = modulus;
        // A tail step is 8 groups of 8 at 512 bits: smaller rings than that use one lane.
        _kernels = N < 64 ? new ResidueKernels<LanesScalar, double>() : kernels;
        _constants = ModulusConstants.Of(modulus);
    }

    /// <summary>log2 of the ring degree.</summary>
    public int LogN { get; }

    /// <summary>The ring degree.</summary>
    public int N { get; }

    /// <summary>The prime q.</summary>
    public Modulus Modulus { get; }

    /// <summary>ψ, the smallest primitive 2N-th root of unity modulo q: it fixes what place k of the NTT form means.</summary>
    public ulong PrimitiveRoot => Tables.Root;

    /// <summary>Whether a transform has been made: parameters that are only looked at cost no tables.</summary>
    internal bool HasTables => Volatile.Read(ref _tables) is not null;

    internal ModulusConstants Constants => _constants;

    private NttTables Tables => Volatile.Read(ref _tables) ?? MakeTables();

    internal ResidueKernels Kernels => _kernels;

    /// <summary>The ring of a degree and a prime; shared by the process. Its tables are made at the first transform and kept.</summary>
    /// <param name="logN">5 … 17.</param>
    /// <param name="modulus">A prime ≡ 1 mod 2N between 2^30 and 2^50.</param>
    /// <exception cref="ArgumentException">The prime does not fit the degree.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Degree or prime out of range, or no prime.</exception>
    public static ResidueRing Get(int logN, Modulus modulus)
        => Rings.TryGetValue((logN, modulus.Value), out var ring)
            ? ring
            : Rings.GetOrAdd((logN, modulus.Value), new ResidueRing(logN, modulus, ResidueKernels.Active));

    /// <summary>a·b mod q, canonical.</summary>
    /// <param name="a">In (−q,q).</param>
    /// <param name="b">In (−q,q).</param>
    public double MultiplyMod(double a, double b) => ModularArithmetic.Multiply(a, b, _constants.Q, _constants.InverseQ);

    /// <summary>a^-1 mod q.</summary>
    /// <exception cref="DivideByZeroException">a is a multiple of q.</exception>
    public ulong InverseMod(ulong a) => ModularArithmetic.InversePrime(a, Modulus.Value);

    /// <summary>The way a transform of this ring goes, for example "Vector512: radix 4, 8, 8, 8 in registers; reduces in 2 of 4": width, passes, and how many reduce.</summary>
    public string KernelPath
    {
        get
        {
            var schedule = Tables.Schedule;
            var radices = string.Join(", ", schedule.Passes.Select(pass => 1 << pass.Layers));
            var reducing = schedule.Passes.Count(pass => pass.ForwardReduces) + (schedule.ForwardTailReducesFirst || schedule.ForwardTailReducesLast ? 1 : 0);
            return $"{_kernels.Width}: radix {radices}, 8 in registers; reduces in {reducing} of {schedule.Passes.Length + 1}";
        }
    }

    /// <summary>log2 N and q.</summary>
    public override string ToString() => $"N=2^{LogN}, q={Modulus.Value}";

    internal static void CheckLogN(int logN)
    {
        if (logN is < MinLogN or > MaxLogN)
            throw new ArgumentOutOfRangeException(nameof(logN), logN, $"log2 N is {MinLogN} … {MaxLogN}.");
    }

    // Native memory that is never given back: made once.
    private NttTables MakeTables()
    {
        lock (_tablesLock)
        {
            if (_tables is null)
                Volatile.Write(ref _tables, new NttTables(LogN, Modulus));
            return _tables;
        }
    }

    private double Centred(ulong scalar) => ModularArithmetic.Centre(scalar % Modulus.Value, Modulus.Value);

    private void CheckLength(int length)
    {
        if (length != N)
            ThrowLength(length);
    }

    [DoesNotReturn]
    private void ThrowLength(int length) => throw new ArgumentException($"A limb of this ring has {N} residues; the span has {length}.");

    [Conditional("DEBUG")]
    private void AssertCanonical(ReadOnlySpan<double> limb)
    {
        foreach (var x in limb)
            Debug.Assert(x >= 0 && !double.IsNegative(x) && x < _constants.Q && x == Math.Floor(x), $"{x} is not a canonical residue of {this}.");
    }
}
