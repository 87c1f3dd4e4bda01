using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace BasedAI.Storage.Tests;

/// <summary>
/// Kills a process that writes with all its might. The child is this very assembly, which with the right argument writes for ever instead
/// of running tests, and prints each write once it is acknowledged.
/// </summary>
public sealed class CrashTests : IDisposable
{
    public const string ChildArgument = "--write-for-ever";

    private const int Writers = 32;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_process_loses_nothing_it_acknowledged()
    {
        var database = _folder.File("grains.db");
        var acknowledged = new long[Writers];
        for (var round = 1; round <= 2; round++)
            await RunAndKill(database, acknowledged, killAfter: 1500);

        using var store = new SqliteStateStore(database);
        for (var writer = 0; writer < Writers; writer++)
        {
            var stored = store.Read(KeyOf(writer));
            var value = long.Parse(Encoding.UTF8.GetString(stored!.Value.Payload!), CultureInfo.InvariantCulture);
            Assert.InRange(acknowledged[writer], 1, value);
            Assert.Equal(stored.Value.Version, value);
        }

        using var connection = SqliteSchema.Open(database);
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", check.ExecuteScalar());
    }

    private static async Task RunAndKill(string database, long[] acknowledged, int killAfter)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(CrashTests).Assembly.Location);
        start.ArgumentList.Add(ChildArgument);
        start.ArgumentList.Add(database);
        using var child = Process.Start(start)!;
        var lines = 0;
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // What the child printed before it died counts, also what is read only afterwards. A line cut off by the kill has no end mark.
            if (line.Split(' ') is [var writer, var value, "."])
            {
                acknowledged[int.Parse(writer, CultureInfo.InvariantCulture)] = long.Parse(value, CultureInfo.InvariantCulture);
                if (++lines == killAfter)
                    child.Kill();
            }
        }

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(lines >= killAfter, $"The child ended by itself after {lines} writes.");
    }

    /// <summary>What the child process does.</summary>
    internal static Task WriteForEver(string database)
    {
        var store = new SqliteStateStore(database);
        return Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteForEver(store, writer))));
    }

    private static async Task WriteForEver(SqliteStateStore store, int writer)
    {
        var version = store.Read(KeyOf(writer))?.Version;
        while (true)
        {
            var value = (version ?? 0) + 1;
            version = await store.Write(KeyOf(writer), Encoding.UTF8.GetBytes($"{value}"), version);
            Console.Out.Write($"{writer} {value} .\n");
        }
    }

    private static StateKey KeyOf(int writer) => new("service", $"writer/{writer}", "count");
}
