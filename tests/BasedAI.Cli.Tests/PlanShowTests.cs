using System.Text.Json;
using BasedAI.Cerberus;
using BasedAI.Fhe;

namespace BasedAI.Cli.Tests;

public sealed class PlanShowTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"based-{Guid.NewGuid():N}.bin");
    private readonly ExecutionPlan _plan = CreatePlan();

    public PlanShowTests() => File.WriteAllBytes(_file, _plan.ToBytes());

    [Fact]
    public async Task The_table_says_what_the_plan_takes()
    {
        var run = await CliRun.OfAsync(["plan", "show", _file]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(_plan.Id, run.Out, StringComparison.Ordinal);
        Assert.Contains("N = 4096", run.Out, StringComparison.Ordinal);
        Assert.Contains("4 key switches (2 hoisted, 1 relinearisations)", run.Out, StringComparison.Ordinal);
        Assert.Contains("predicted deviation of a slot of the output 2^-18.5", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("r3", run.Out, StringComparison.Ordinal);
        string[] lines = run.Out.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("level hoist   rot relin ct*ct  resc   add", lines);
        Assert.Contains("1" + new string(' ', 21) + "1     1     1", lines);
        Assert.Contains("all       2     1     1     1     1     2", lines);
        Assert.Contains(lines, line => line.StartsWith("sums", StringComparison.Ordinal));
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Fact]
    public async Task Instructions_are_listed_if_asked_for()
    {
        var run = await CliRun.OfAsync(["plan", "show", _file, "--instructions"]);
        Assert.Contains("r2     = Multiply r0 r1", run.Out, StringComparison.Ordinal);
        Assert.Contains("level 1  2^60.00 d2", run.Out, StringComparison.Ordinal);
        Assert.Contains("  sums:", run.Out, StringComparison.Ordinal);
        Assert.Contains("r5     = RotateHoisted r4 1", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_has_the_figures()
    {
        var run = await CliRun.OfAsync(["plan", "show", _file, "--json", "--instructions"]);
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal(_plan.Id, root.GetProperty("id").GetString());
        Assert.Equal(2, root.GetProperty("inputs").GetArrayLength());
        Assert.Equal(_plan.Cost.KeySwitches, root.GetProperty("cost").GetProperty("keySwitches").GetInt32());
        Assert.Equal(_plan.Instructions.Length, root.GetProperty("instructions").GetArrayLength());
        Assert.Equal("Multiply", root.GetProperty("instructions")[0].GetProperty("opcode").GetString());
        Assert.Equal(_plan.PeakBytes, root.GetProperty("memory").GetProperty("oneByOneBytes").GetInt64());
        Assert.Equal(-18.5, root.GetProperty("predictedNoiseBits").GetDouble());

        // A level-1 key of 34 + 33 bits and one special prime of 38: two digits, one half each, 4,096 residues; the others only at level 0. Around it what a file has.
        long relinearization = root.GetProperty("keys").GetProperty("relinearizationBytes").GetInt64();
        long galois = root.GetProperty("keys").GetProperty("galoisByLevel")[0].GetProperty("bytes").GetInt64();
        Assert.InRange(relinearization - (2 * 4096 * (34 + 33 + 38) / 8), 1, 200);
        Assert.InRange(galois - (3 * 4096 * (34 + 38) / 8), 1, 500);
        Assert.Equal(BytesOfKeys(_plan.RequiredKeys with { Galois = [] }), relinearization);
        Assert.Equal(BytesOfKeys(_plan.RequiredKeys with { RelinearizationLevel = null }), galois);
        Assert.InRange(root.GetProperty("inputs")[0].GetProperty("bytes").GetInt64() - (4096 * (34 + 33) / 8), 1, 300);
        Assert.InRange(root.GetProperty("output").GetProperty("bytes").GetInt64() - (2 * 4096 * 34 / 8), 1, 300);
    }

    /// <summary>Keys really made and written.</summary>
    private long BytesOfKeys(EvaluationKeyRequest request)
    {
        var generator = new KeyGenerator(_plan.CheckedParameters);
        using var secret = generator.GenerateSecretKey();
        using var keys = generator.GenerateEvaluationKeys(secret, request);
        using var stream = new MemoryStream();
        EvaluationKeySetSerializer.Write(keys, stream);
        return stream.Length;
    }

    [Fact]
    public async Task What_is_no_plan_is_refused()
    {
        byte[] bytes = _plan.ToBytes();
        bytes[^20] ^= 1;
        File.WriteAllBytes(_file, bytes);
        var run = await CliRun.OfAsync(["plan", "show", _file]);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains("is no plan that may be run", run.Error, StringComparison.Ordinal);
        run = await CliRun.OfAsync(["plan", "show", _file + ".absent"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("cannot be read", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CliRun.OfAsync(["plan", "show"])).ExitCode);
    }

    public void Dispose() => File.Delete(_file);

    private static ExecutionPlan CreatePlan()
    {
        var parameters = CkksParameters.Create(new CkksParametersLiteral { LogN = 12, LogQ = [34, 33], LogP = [38], LogDefaultScale = 30 });
        var recorder = new PlanRecorder(parameters);
        var a = recorder.Input("a", "plain-v1", 1, parameters.DefaultScale);
        var b = recorder.Input("b", "plain-v1", 1, parameters.DefaultScale);
        var product = recorder.Rescale(recorder.Relinearize(recorder.Multiply(a, b)));
        recorder.BeginSegment("sums");
        var rotated = recorder.RotateHoisted(product, [1, 2]);
        var sum = recorder.Add(rotated[0], rotated[1]);
        return recorder.ToPlan("out", "plain-v1", recorder.Add(sum, recorder.Rotate(sum, 4)), -18.5);
    }
}
