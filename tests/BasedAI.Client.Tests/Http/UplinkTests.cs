using System.Collections.Concurrent;
using BasedAI.Protocol;
using Microsoft.AspNetCore.Http;

namespace BasedAI.Client.Tests.Http;

/// <summary>Measuring the line: growing pieces, once, and never at the cost of the question.</summary>
public sealed class UplinkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pieces_grow_until_one_takes_long_and_the_result_is_kept()
    {
        var lengths = new ConcurrentQueue<long>();
        await using var node = await FakeNode.StartAsync(async (context, request) =>
        {
            var bytes = await DiscardAsync(context);
            lengths.Enqueue(bytes);
            if (request == 3) await Task.Delay(300, context.RequestAborted);
            await context.Response.WriteAsJsonAsync(new LinkReport(bytes), ProtocolJson.Default.LinkReport);
        });
        using var client = node.CreateClient();
        var speeds = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.TryMeasureUplinkAsync(Token)));
        Assert.Equal([64 << 10, 256 << 10, 1 << 20], lengths);
        Assert.All(speeds, speed => Assert.Same(speeds[0], speed));
        Assert.InRange(speeds[0]!.BytesPerSecond, 1, (1 << 20) / 0.3);
    }

    [Fact]
    public async Task The_largest_piece_is_4_MiB()
    {
        var last = 0L;
        await using var node = await FakeNode.StartAsync(async (context, _) =>
        {
            last = await DiscardAsync(context);
            await context.Response.WriteAsJsonAsync(new LinkReport(last), ProtocolJson.Default.LinkReport);
        });
        using var client = node.CreateClient();
        Assert.NotNull(await client.TryMeasureUplinkAsync(Token));
        Assert.InRange(last, 64 << 10, LinkReport.MaxBytes);
    }

    [Theory]
    [InlineData(404, "{\"code\":\"unknown-route\",\"message\":\"no\"}")]
    [InlineData(429, "{\"code\":\"busy\",\"message\":\"later\"}")]
    [InlineData(200, "{\"bytes\":5}")]
    [InlineData(200, "<html>")]
    public async Task A_node_that_does_not_let_itself_be_measured_is_no_error_and_is_tried_again(int status, string body)
    {
        await using var node = await FakeNode.StartAsync(async (context, _) =>
        {
            await DiscardAsync(context);
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        });
        using var client = node.CreateClient();
        Assert.Null(await client.TryMeasureUplinkAsync(Token));
        Assert.Null(await client.TryMeasureUplinkAsync(Token));
        Assert.Equal(2, node.Requests);
    }

    private static async Task<long> DiscardAsync(HttpContext context)
    {
        var total = 0L;
        var buffer = new byte[64 << 10];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;) total += read;
        return total;
    }
}
