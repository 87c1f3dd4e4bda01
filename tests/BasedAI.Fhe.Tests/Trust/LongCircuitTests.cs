using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Tests;

/// <summary>One digest of a long circuit for every width, thread count and set of instructions the runtime may be left with.</summary>
public sealed class LongCircuitTests
{
    /// <summary>Set for a child process: what it must find switched off.</summary>
    private const string WithoutVariable = "BASEDAI_TEST_WITHOUT";

    public static TheoryData<int, string> Sets => new()
    {
        { 1, "319d364bb7b647372c5c5b68592f71ed55571411f87a36f4e0779be6b25200d8" },
        { 2, "1ec917f60d1cef2984d4f86c62a08cda94a5b4d57c854a3b282c1243f6601511" },
        { 3, "b5461753c10cef9863d0dea17a9dbf1b2e2a04c7cb06728bf7a3ba7f4f8e3e8d" },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_digest_is_the_pinned_one_with_any_number_of_threads(int alpha, string expected)
    {
        AssertSwitchedOff(Environment.GetEnvironmentVariable(WithoutVariable));
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var circuit = new LongCircuit(Literal(alpha), threads);
            string digest = circuit.Run();
            Assert.True(expected == digest, $"the digest is {digest}");
            Assert.InRange(circuit.Operations, 200, 240);
        }
    }

    [Theory]
    [InlineData("BASEDAI_SIMD", "scalar", "")]
    [InlineData("BASEDAI_SIMD", "128", "")]
    [InlineData("BASEDAI_SIMD", "256", "")]
    [InlineData("DOTNET_EnableAVX512", "0", "avx512")]
    [InlineData("DOTNET_EnableAVX2", "0", "avx2")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", "everything")]
    public async Task A_process_with_fewer_instructions_finds_the_same_digest(string variable, string value, string without)
    {
        Assert.SkipWhen(variable == "BASEDAI_SIMD" && value == "256" && !SimdSelection.IsSupported(SimdWidth.Vector256), "this machine has no 256-bit path");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[typeof(LongCircuitTests).Assembly.Location, "-noLogo", "-noColor", "-method", $"{typeof(LongCircuitTests).FullName}.{nameof(The_digest_is_the_pinned_one_with_any_number_of_threads)}"])
            start.ArgumentList.Add(argument);
        start.Environment.Remove("BASEDAI_SIMD");
        start.Environment[variable] = value;
        start.Environment[WithoutVariable] = without;
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, await output + await error);
        Assert.Contains($"Total: {Sets.Count}, Errors: 0, Failed: 0, Skipped: 0", await output, StringComparison.Ordinal);
    }

    private static void AssertSwitchedOff(string? without)
    {
        if (without is "avx512" or "avx2" or "everything") Assert.False(Avx512F.IsSupported);
        if (without is "avx2" or "everything") Assert.False(Avx2.IsSupported);
        if (without is "avx512") Assert.NotEqual(SimdWidth.Vector512, SimdSelection.Active);
        if (without is "everything") Assert.Equal((false, SimdWidth.Scalar), (Sse41.IsSupported, SimdSelection.Active));
    }

    private static CkksParametersLiteral Literal(int alpha) => new()
    {
        LogN = 8,
        LogQ = [50, 40, 40, 40, 40],
        LogP = [.. Enumerable.Repeat(alpha == 1 ? 50 : 45, alpha)],
        LogDefaultScale = 40,
    };
}
