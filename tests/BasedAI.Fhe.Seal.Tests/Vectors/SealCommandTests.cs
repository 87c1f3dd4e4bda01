using BasedAI.Vectors;

namespace BasedAI.Fhe.Seal.Tests;

/// <summary>The command line of tests/BasedAI.Vectors, on the files of node-seal.</summary>
public sealed class SealCommandTests : IDisposable
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "golden", "node-seal");

    private readonly WorkFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string Out => _folder.PathOf("out.bin");

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("square,relinearize,rescale,rotate:1", "none")]
    [InlineData("square, relinearize, rescale, rotate:1", "zstd")]
    [InlineData("add,subtract,negate,negate", "zlib")]
    [InlineData("multiply,relinearize", "none")]
    [InlineData("droplevel", "none")]
    public void Run_AListOfOperations_WritesWhatTheEvaluatorGives(string operations, string compression)
    {
        Assert.Equal(0, Run("--in2", File("ctseed.bin"), "--relin", File("rk.bin"), "--galois", File("gk.bin"), "--compression", compression, "--op", operations));
        var context = SealContext.Create(SealEncryptionParameters.Read(Repository.Golden("node-seal", "parms.bin")));
        using var x = SealCiphertext.Read(context, Repository.Golden("node-seal", "ct.bin"));
        using var y = SealCiphertext.Read(context, Repository.Golden("node-seal", "ctseed.bin"));
        using var relin = SealRelinKeys.Read(context, Repository.Golden("node-seal", "rk.bin"));
        using var galois = SealGaloisKeys.Read(context, Repository.Golden("node-seal", "gk.bin"));
        var evaluator = new SealEvaluator(context);
        var expected = x.Expand();
        foreach (string operation in operations.Split(',', StringSplitOptions.TrimEntries))
        {
            using var previous = expected;
            expected = operation switch
            {
                "square" => evaluator.Square(previous),
                "relinearize" => evaluator.Relinearize(previous, relin),
                "rescale" => evaluator.Rescale(previous),
                "rotate:1" => evaluator.Rotate(previous, 1, galois),
                "add" => evaluator.Add(previous, y),
                "subtract" => evaluator.Subtract(previous, y),
                "negate" => evaluator.Negate(previous),
                "multiply" => evaluator.Multiply(previous, y),
                _ => evaluator.DropLevel(previous),
            };
        }

        using (expected)
        {
            using var actual = SealCiphertext.Read(context, System.IO.File.ReadAllBytes(Out));
            Assert.Equal(expected.ToBytes(), actual.ToBytes());
        }

        Assert.Equal((byte)Array.IndexOf(["none", "zlib", "zstd"], compression), System.IO.File.ReadAllBytes(Out)[5]);
        Assert.Contains("SEAL ciphertext", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OnASeededInput_WritesItExpanded()
    {
        Assert.Equal(0, VectorsProgram.Run(["seal", "--params", File("parms.bin"), "--in", File("ctseed.bin"), "--op", "negate,negate", "--out", Out], _output, _error));
        var context = SealContext.Create(SealEncryptionParameters.Read(Repository.Golden("node-seal", "parms.bin")));
        using var seeded = SealCiphertext.Read(context, Repository.Golden("node-seal", "ctseed.bin"));
        using var expanded = seeded.Expand();
        Assert.Equal(expanded.ToBytes(), System.IO.File.ReadAllBytes(Out));
    }

    [Theory]
    [InlineData("--op", "rotate")]
    [InlineData("--op", "rotate:x")]
    [InlineData("--op", "rotate:1.5")]
    [InlineData("--op", "square:2")]
    [InlineData("--op", "frobnicate")]
    [InlineData("--op", "")]
    [InlineData("--op", "add")]
    [InlineData("--op", "relinearize")]
    [InlineData("--op", "rotate:1")]
    [InlineData("--op", "square", "--compression", "lz4")]
    [InlineData("--op", "square", "--frobnicate", "1")]
    [InlineData("--op", "square", "--op", "square")]
    [InlineData("--op")]
    [InlineData]
    public void Run_WrongArguments_ExitsWith2AndSaysWhy(params string[] arguments)
    {
        Assert.Equal(VectorsProgram.WrongArguments, Run(arguments));
        Assert.Contains("--help", _error.ToString(), StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Out));
    }

    [Fact]
    public void Run_TooManySteps_ExitsWith2() =>
        Assert.Equal(VectorsProgram.WrongArguments, Run("--galois", File("gk.bin"), "--op", "rotate:2048"));

    [Fact]
    public void Run_BadFiles_ExitsWith3AndNamesTheFile()
    {
        Assert.Equal(VectorsProgram.BadFile, Run("--relin", File("gone.bin"), "--op", "relinearize"));
        Assert.Contains("gone.bin", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(VectorsProgram.BadFile, Run("--relin", File("ct.bin"), "--op", "relinearize"));
        Assert.Contains("ParametersMismatch", _error.ToString(), StringComparison.Ordinal);
        string longer = _folder.PathOf("longer.bin");
        System.IO.File.WriteAllBytes(longer, [.. Repository.Golden("node-seal", "ct.bin"), 0]);
        Assert.Equal(VectorsProgram.BadFile, VectorsProgram.Run(["seal", "--params", File("parms.bin"), "--in", longer, "--op", "negate", "--out", Out], _output, _error));
        Assert.Contains("TrailingBytes", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(VectorsProgram.BadFile, VectorsProgram.Run(["seal", "--params", File("ct.bin"), "--in", longer, "--op", "negate", "--out", Out], _output, _error));
        Assert.Equal(
            VectorsProgram.BadFile,
            VectorsProgram.Run(["seal", "--params", File("parms.bin"), "--in", File("ct.bin"), "--op", "negate", "--out", _folder.PathOf("no/such/folder")], _output, _error));
    }

    [Fact]
    public void Run_InsecureParameters_NeedTheFlag()
    {
        var context = SealTestContext.CreateToy(256, 40, 35, 50);
        using var secret = new SealKeyGenerator(context).GenerateSecretKey();
        using var plaintext = new SealEncoder(context).Encode([1.0], Scale.FromLog2(30));
        using var ciphertext = new SealSymmetricEncryptor(secret).Encrypt(plaintext);
        _folder.Write("parms.bin", context.Parameters.ToBytes());
        _folder.Write("ct.bin", ciphertext.ToBytes());
        string[] arguments = ["seal", "--params", _folder.PathOf("parms.bin"), "--in", _folder.PathOf("ct.bin"), "--op", "negate", "--out", Out];
        Assert.Equal(VectorsProgram.BadFile, VectorsProgram.Run(arguments, _output, _error));
        Assert.Contains("security", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, VectorsProgram.Run([.. arguments, "--insecure"], _output, _error));
    }

    [Fact]
    public void Run_WhatTheOperandsForbid_ExitsWith1()
    {
        Assert.Equal(VectorsProgram.Refused, Run("--galois", File("gk.bin"), "--op", "rotate:2"));
        Assert.Contains("no key for 2 steps", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(VectorsProgram.Refused, Run("--op", "droplevel,droplevel"));
        Assert.Equal(VectorsProgram.Refused, Run("--galois", File("gk.bin"), "--op", "square,rotate:1"));
        Assert.False(System.IO.File.Exists(Out));
    }

    [Fact]
    public void Run_Help_IsNoError()
    {
        Assert.Equal(0, VectorsProgram.Run(["seal", "--help"], _output, _error));
        Assert.Contains("Exit codes", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, VectorsProgram.Run(["--help"], _output, _error));
        Assert.Equal(VectorsProgram.WrongArguments, VectorsProgram.Run([], _output, _error));
        Assert.Equal(VectorsProgram.WrongArguments, VectorsProgram.Run(["other"], _output, _error));
    }

    private static string File(string name) => Path.Combine(Golden, name);

    private int Run(params string[] arguments) =>
        VectorsProgram.Run(["seal", "--params", File("parms.bin"), "--in", File("ct.bin"), "--out", Out, .. arguments], _output, _error);
}
