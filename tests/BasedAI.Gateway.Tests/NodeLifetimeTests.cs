using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

/// <summary>Starting, stopping, dying and coming back.</summary>
public sealed class NodeLifetimeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Data => _folder.Below("data");

    private string[] Model => ["--models", _folder.Below("models"), "--model", TestModel.Name];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_and_restart_keeps_brain_members_blobs_and_jobs()
    {
        TestModel.Write(_folder.Below("models"));
        JobStatus job;
        BlobRef blob;
        string token;
        await using (var node = await NodeProcess.Start(Data, Model))
        {
            token = node.Token;
            blob = await node.Http.Upload(ApiCalls.NewContent(5000), MediaTypes.CiphertextBundle);
            using var registered = await node.Operator.PostJson(ApiRoutes.Members(new BrainId(0)), """{"member":"late-miner","role":"Miner"}""");
            Assert.Equal(4, (await registered.Read(ProtocolJson.Default.MemberReceipt)).Count);
            var request = await node.Http.NewJob(TestModel.PlanId);
            using var submitted = await node.Http.Submit(request);
            submitted.EnsureSuccessStatusCode();
            job = await node.Http.WaitForEnd(request.Id);
            await node.Kill();
        }

        Assert.True(File.Exists(Path.Combine(Data, "node.json")), "A killed node leaves its file; the next start must cope.");
        await using var next = await NodeProcess.Start(Data, Model);
        Assert.Equal(token, next.Token);
        var brain = await next.Http.Read(ApiRoutes.Brain(new BrainId(0)), ProtocolJson.Default.BrainSummary);
        Assert.Equal((4, 2, TestModel.Name, 2), (brain.Miners, brain.Validators, brain.Model, brain.Plans.Count));
        using var head = await next.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, ApiRoutes.Blob(blob.Sha256)), Cancelled);
        Assert.Equal(blob.Length, head.Content.Headers.ContentLength);
        var after = await next.Http.Read(ApiRoutes.Job(job.Id), ProtocolJson.Default.JobStatus);
        Assert.Equal((job.Phase, job.Version, job.Error), (after.Phase, after.Version, after.Error));
        Assert.DoesNotContain(token, next.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_announces_itself_guards_its_folder_and_stops_cleanly()
    {
        TestModel.Write(_folder.Below("models"));
        await using var node = await NodeProcess.Start(Data, [.. Model, "--miners", "0"]);
        using (var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "node.json"), Cancelled)))
        {
            Assert.Equal(node.Http.BaseAddress, new Uri(file.RootElement.GetProperty("url").GetString()!));
            Assert.Equal(node.Id, file.RootElement.GetProperty("pid").GetInt32());
            Assert.True(file.RootElement.GetProperty("startedAt").TryGetDateTimeOffset(out _));
        }

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, "operator.token")));

        using (var refused = await node.Http.Submit(await node.Http.NewJob(TestModel.PlanId)))
            await refused.Refused(HttpStatusCode.Conflict, ErrorCodes.NoMiners);

        var second = await NodeProcess.RunToEnd(["--data", Data, "--http", "127.0.0.1:0", "--ephemeral-ports", .. Model]);
        Assert.Equal(3, second.ExitCode);
        Assert.Contains($"in use by another node (process {node.Id}", second.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Log, StringComparison.Ordinal);

        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await node.Terminate());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "A stop must not wait for its time limit.");
        Assert.False(File.Exists(Path.Combine(Data, "node.json")));
    }

    [Fact]
    public async Task A_node_ends_with_the_process_it_was_tied_to()
    {
        using var parent = Process.Start("sleep", "600");
        await using var node = await NodeProcess.Start(
            Data, "--http", "0.0.0.0:0", "--parent-pid", parent.Id.ToString(CultureInfo.InvariantCulture));
        Assert.False(node.HasExited);
        Assert.Equal("127.0.0.1", node.Http.BaseAddress!.Host); // "Every address" is announced as one that can be connected to.
        parent.Kill();
        Assert.Equal(0, await node.WaitForExit());
        Assert.False(File.Exists(Path.Combine(Data, "node.json")));
    }

    [Fact]
    public async Task A_stop_that_comes_while_the_node_starts_is_clean()
    {
        using var gone = Process.Start("true");
        await gone.WaitForExitAsync(Cancelled);
        var (exitCode, _, log) = await NodeProcess.RunToEnd(
            "--data", Data, "--http", "127.0.0.1:0", "--ephemeral-ports", "--parent-pid", gone.Id.ToString(CultureInfo.InvariantCulture));
        Assert.True(exitCode == 0, log);
        Assert.DoesNotContain("the node failed", log, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Data, "node.json")));
    }

    [Fact]
    public async Task A_damaged_model_file_is_told_by_its_place()
    {
        TestModel.Write(_folder.Below("models"));
        await File.AppendAllTextAsync(Path.Combine(_folder.Below("models"), TestModel.Name, "fast.plan.bin"), "x", Cancelled);
        var (exitCode, _, log) = await NodeProcess.RunToEnd(["--data", Data, "--http", "127.0.0.1:0", "--ephemeral-ports", .. Model]);
        Assert.Equal(1, exitCode);
        Assert.Contains("plans.fast.file", log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_a_clear_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (exitCode, _, log) = await NodeProcess.RunToEnd("--data", Data, "--http", listener.LocalEndpoint.ToString()!, "--ephemeral-ports");
        Assert.Equal(1, exitCode);
        Assert.Contains("in use by another program. Choose another with --http", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_cannot_be_used()
    {
        await File.WriteAllTextAsync(Data, "", Cancelled);
        var (exitCode, _, log) = await NodeProcess.RunToEnd("--data", Data);
        Assert.Equal(3, exitCode);
        Assert.Contains("cannot be used", log, StringComparison.Ordinal);
    }
}
