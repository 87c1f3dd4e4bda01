using System.Diagnostics;
using System.Security.Cryptography;
using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Cerberus.Tests;

/// <summary>
/// The same plan, keys and inputs on every vector width this machine has. The width is chosen once per process, so the test starts itself
/// again with the width forced; the child finds the case's files through an environment variable and writes the output's digest.
/// </summary>
[Collection("Encrypted")]
[Trait("Tier", "Slow")]
public sealed class PlanWidthTests
{
    private const string CaseVariable = "BASEDAI_WIDTH_CASE";

    [Fact]
    public void Run_EveryWidthGivesTheSameBytes()
    {
        if (Environment.GetEnvironmentVariable(CaseVariable) is string given)
        {
            File.WriteAllText(Path.Combine(given, $"{SimdSelection.Active}.digest"), Digest(given));
            return;
        }
        string folder = Directory.CreateTempSubdirectory("basedai-width-").FullName;
        try
        {
            WriteCase(folder);
            string expected = Digest(folder);
            SimdWidth[] widths = [.. Enum.GetValues<SimdWidth>().Where(SimdSelection.IsSupported)];
            Assert.Contains(SimdWidth.Scalar, widths);
            foreach (SimdWidth width in widths)
            {
                RunChild(folder, width);
                Assert.Equal(expected, File.ReadAllText(Path.Combine(folder, $"{width}.digest")));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void WriteCase(string folder)
    {
        using var context = new EncryptedSentiment();
        File.WriteAllBytes(Path.Combine(folder, "plan.bin"), context.Plan.ToBytes());
        using FileStream keys = File.Create(Path.Combine(folder, "keys.bin"));
        EvaluationKeySet.Write(context.Keys, keys);
        Ciphertext[] inputs = context.Encrypt(SentimentSamples.Rows(9, 32), 30);
        using FileStream bundle = File.Create(Path.Combine(folder, "inputs.bin"));
        CiphertextBundle.Write(inputs, bundle);
        EncryptedSentiment.DisposeAll(inputs);
    }

    private static string Digest(string folder)
    {
        ExecutionPlan plan = ExecutionPlan.Read(File.ReadAllBytes(Path.Combine(folder, "plan.bin")));
        using FileStream keyFile = File.OpenRead(Path.Combine(folder, "keys.bin"));
        using EvaluationKeySet keys = EvaluationKeySet.Read(plan.CheckedParameters, keyFile);
        using FileStream bundle = File.OpenRead(Path.Combine(folder, "inputs.bin"));
        IReadOnlyList<Ciphertext> inputs = CiphertextBundle.Read(plan.CheckedParameters, bundle, plan.Inputs.Length);
        using var executor = new PlanExecutor(plan);
        using Ciphertext output = executor.Run(keys, inputs)[0];
        EncryptedSentiment.DisposeAll(inputs);
        return Convert.ToHexStringLower(SHA256.HashData(EncryptedSentiment.Bytes(output)));
    }

    private static void RunChild(string folder, SimdWidth width)
    {
        string? host = Environment.ProcessPath;
        var start = new ProcessStartInfo(Path.GetFileNameWithoutExtension(host) == "dotnet" ? host! : "dotnet")
        {
            ArgumentList =
            {
                typeof(PlanWidthTests).Assembly.Location,
                "-method",
                $"*.{nameof(PlanWidthTests)}.{nameof(Run_EveryWidthGivesTheSameBytes)}",
            },
            RedirectStandardOutput = true,
        };
        start.Environment[CaseVariable] = folder;
        start.Environment[SimdSelection.VariableName] = width switch
        {
            SimdWidth.Vector512 => "512",
            SimdWidth.Vector256 => "256",
            SimdWidth.Vector128 => "128",
            _ => "scalar",
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
