using System.Globalization;
using BasedAI.Grains;
using BasedAI.Protocol;
using BasedAI.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BasedAI.Gateway;

/// <summary><c>/v1/jobs</c>: submit, watch, cancel.</summary>
internal sealed class JobEndpoints(
    IGrainFactory grains,
    IBlobStore blobs,
    GatewayOptions options,
    IHostApplicationLifetime lifetime,
    GatewayInstruments instruments,
    ILogger<JobEndpoints> logger)
{
    private int _longPolls;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(ApiRoutes.Jobs, (RequestDelegate)Submit);
        routes.MapGet(ApiRoutes.Jobs + "/{job}", (RequestDelegate)Get);
        routes.MapDelete(ApiRoutes.Jobs + "/{job}", (RequestDelegate)Cancel);
    }

    private async Task Submit(HttpContext context)
    {
        var request = await JsonBody.Read(context.Request, ProtocolJson.Default.JobRequest).ConfigureAwait(false);
        if (JobRequestRules.Problem(request, options.MaxBlobBytes) is { } problem)
            throw new Refusal(problem.Code, problem.Message);
        Draining.RefuseWhile(lifetime);

        MustBeStored("input", request.Input);
        MustBeStored("keys", request.Keys);
        var snapshot = await grains.GetGrain<IBrainGrain>(request.Brain.Value).SubmitJob(JobMapping.ToOrder(request)).ConfigureAwait(false);
        GatewayLog.JobSubmitted(logger, request.Id.ToString(), request.Brain.Value, request.Input.Length, request.Keys.Length, request.Validators);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers.Location = ApiRoutes.Job(request.Id);
        await Write(context, snapshot).ConfigureAwait(false);
    }

    private async Task Get(HttpContext context)
    {
        var id = JobOf(context);
        var (after, wait) = WaitOf(context.Request.Query);
        var job = grains.GetGrain<IJobGrain>(id.Value);
        var snapshot = wait == TimeSpan.Zero
            ? await job.GetSnapshot().ConfigureAwait(false)
            : await WaitForChange(job, after, wait, context.RequestAborted).ConfigureAwait(false);
        await Write(context, snapshot ?? throw Unknown(id)).ConfigureAwait(false);
    }

    private async Task Cancel(HttpContext context)
    {
        var id = JobOf(context);
        var snapshot = await grains.GetGrain<IJobGrain>(id.Value).Cancel().ConfigureAwait(false);
        await Write(context, snapshot ?? throw Unknown(id)).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits in the grain. A caller that goes away leaves its wait behind in the cluster until it ends, so the place among the long polls is given
    /// back only then; otherwise opening and closing requests would pile them up.
    /// </summary>
    internal async Task<JobSnapshot?> WaitForChange(IJobGrain job, long after, TimeSpan wait, CancellationToken aborted)
    {
        if (Interlocked.Increment(ref _longPolls) > options.MaxLongPolls)
        {
            Interlocked.Decrement(ref _longPolls);
            instruments.Busy();
            throw new Refusal(ErrorCodes.Busy, $"{options.MaxLongPolls} requests wait for changes already; ask without wait, or later.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        var change = Tracked(job.WaitForChange(after, wait));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        try
        {
            return await change.WaitAsync(ends.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested && lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The node stops: answer with what there is rather than hold the stop up.
            return await job.GetSnapshot().ConfigureAwait(false);
        }
    }

    private async Task<JobSnapshot?> Tracked(Task<JobSnapshot?> change)
    {
        instruments.LongPolls(1);
        try
        {
            return await change.ConfigureAwait(false);
        }
        finally
        {
            instruments.LongPolls(-1);
            Interlocked.Decrement(ref _longPolls);
        }
    }

    private void MustBeStored(string field, BlobRef reference)
    {
        var length = blobs.GetLength(reference.Sha256)
            ?? throw new Refusal(
                ErrorCodes.UnknownBlob,
                $"{field}: blob {reference.Sha256} is not in the store; PUT it to {ApiRoutes.Blob(reference.Sha256)} first.");
        if (length != reference.Length)
            throw new Refusal(ErrorCodes.BlobMismatch, $"{field}: blob {reference.Sha256} is {length} bytes long, the job says {reference.Length}.");
    }

    private static Task Write(HttpContext context, JobSnapshot snapshot)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(JobMapping.ToStatus(snapshot), ProtocolJson.Default.JobStatus, cancellationToken: context.RequestAborted);
    }

    private static JobId JobOf(HttpContext context)
        => JobId.TryParse((string?)context.GetRouteValue("job"), out var id)
            ? id
            : throw new Refusal(ErrorCodes.UnknownJob, "There is no such job: an id is 32 hexadecimal digits, not all zero.");

    internal static (long After, TimeSpan Wait) WaitOf(IQueryCollection query)
    {
        var after = -1L;
        if (query.TryGetValue("after", out var text) && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            throw new Refusal(ErrorCodes.BadRequest, "after must be a job's version, a whole number from 0.");
        var seconds = 0;
        if (query.TryGetValue("wait", out text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds > GatewayOptions.MaxWaitSeconds))
        {
            throw new Refusal(ErrorCodes.BadRequest, $"wait must be a whole number of seconds, 0 … {GatewayOptions.MaxWaitSeconds}.");
        }

        return (after, TimeSpan.FromSeconds(seconds));
    }

    private static Refusal Unknown(JobId id) => new(ErrorCodes.UnknownJob, $"There is no job {id} on this network.");
}
