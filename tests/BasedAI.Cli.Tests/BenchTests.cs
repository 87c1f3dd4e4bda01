using System.Text.Json;

namespace BasedAI.Cli.Tests;

public sealed class BenchTests
{
    [Fact]
    public async Task The_table_as_JSON_names_operations_bytes_and_kernels()
    {
        var run = await CliRun.OfAsync(["bench", "--set", "a", "--milliseconds", "1", "--json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal(8192, root.GetProperty("n").GetInt32());
        string?[] names = [.. root.GetProperty("operations").EnumerateArray().Select(operation => operation.GetProperty("op").GetString())];
        Assert.Equal(
            ["ntt_fwd", "ntt_inv", "ntt_fwd_turn", "ntt_inv_turn", "encode", "encode_encrypt_sym", "encode_encrypt_pk", "decrypt_decode", "add", "mul_plain",
             "multiply", "square", "relinearize", "rescale", "rotate", "rotate_hoisted8", "mul_relin_rescale", "keygen_galois", "matvec128"],
            names);
        Assert.All(root.GetProperty("operations").EnumerateArray(), operation =>
            Assert.InRange(operation.GetProperty("minUs").GetDouble(), double.Epsilon, operation.GetProperty("medianUs").GetDouble()));
        var bytes = root.GetProperty("bytes");
        Assert.InRange(bytes.GetProperty("seededCiphertext").GetInt64(), 1, bytes.GetProperty("ciphertext").GetInt64() * 6 / 10);
        Assert.Equal(4, root.GetProperty("primes").GetArrayLength());
        Assert.Contains("radix", root.GetProperty("primes")[0].GetProperty("path").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--set", "e")]
    [InlineData("--threads", "0")]
    [InlineData("--milliseconds", "0")]
    public async Task Wrong_options_are_named(string option, string value)
    {
        var run = await CliRun.OfAsync(["bench", option, value]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(value, run.Error, StringComparison.Ordinal);
    }
}
