using BasedAI.Fhe;
using BasedAI.Fhe.Ring;
using BasedAI.Fuzz.Targets;

namespace BasedAI.Fuzz.Tests;

/// <summary>Decoders with a planted fault: a fuzzer that cannot see these would always end clean.</summary>
public sealed class JudgeTests
{
    [Fact]
    public void A_refusal_and_a_genuine_object_are_fine()
    {
        Assert.Equal(new Verdict(FindingKind.None, "Truncated", ""), Judge.Run(new Planted(_ => throw new CiphertextFormatException(CiphertextFormatError.Truncated, "")), [1]) with { AllocatedShare = 0 });
        Assert.Equal(new Verdict(FindingKind.None, "read it", ""), Judge.Run(new Planted(_ => "it"), [1]) with { AllocatedShare = 0 });
    }

    [Fact]
    public void Any_other_exception_is_a_finding()
    {
        var verdict = Judge.Run(new Planted(bytes => bytes[3].ToString(System.Globalization.CultureInfo.InvariantCulture)), [1, 2, 3]);
        Assert.Equal(FindingKind.UnexpectedException, verdict.Kind);
        Assert.Contains(nameof(IndexOutOfRangeException), verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_out_of_proportion_is_a_finding()
        => Assert.Equal(FindingKind.TooMuchMemory, Judge.Run(new Planted(_ => new byte[1 << 20].Length > 0 ? "" : "-"), [1]).Kind);

    /// <summary>Limbs that the pool had ready count as well: the judge empties the pool first.</summary>
    [Fact]
    public void Limbs_out_of_proportion_are_a_finding_however_warm_the_pool()
    {
        string Rent(byte[] bytes)
        {
            using var limbs = LimbPool.For(Planted.Degree).Rent(64, Representation.Ntt);
            return "";
        }

        Assert.Equal("", Rent([]));
        Assert.Equal(FindingKind.TooMuchMemory, Judge.Run(new Planted(Rent), [1]).Kind);
    }

    [Fact]
    public void A_limb_that_is_not_returned_is_a_finding()
        => Assert.Equal(FindingKind.Leak, Judge.Run(new Planted(_ => LimbPool.For(Planted.Degree).Rent(1, Representation.Ntt).ToString()!), [1]).Kind);

    private sealed class Planted(Func<byte[], string> read) : FuzzTarget
    {
        public const int Degree = 128;

        public override string Name => "planted";

        public override int N => Degree;

        public override IReadOnlyList<byte[]> CreateSeeds() => [];

        public override string Read(byte[] bytes) => read(bytes);

        public override string? GetRefusal(Exception exception) => (exception as CiphertextFormatException)?.Reason.ToString();

        public override long GetAllowedBytes(ReadOnlySpan<byte> bytes) => 32 << 10;
    }
}
