using BasedAI.Grains;
using BasedAI.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace BasedAI.Gateway;

/// <summary><c>/v1/brains</c>: what there is, what it serves, and registration of members by the operator.</summary>
internal sealed class BrainEndpoints(IGrainFactory grains, ILogger<BrainEndpoints> logger)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ApiRoutes.Brains, (RequestDelegate)List);
        routes.MapGet(ApiRoutes.Brains + "/{brain}", (RequestDelegate)Get);
        routes.MapGet(ApiRoutes.Brains + "/{brain}/model", (RequestDelegate)GetModel);
        routes.MapPost(ApiRoutes.Brains + "/{brain}/members", (RequestDelegate)Register).RequireAuthorization(OperatorPolicy.Name);
    }

    private async Task List(HttpContext context)
    {
        var opened = await grains.GetGrain<IBrainRegisterGrain>(0).List().ConfigureAwait(false);
        var infos = await Task.WhenAll(opened.Select(id => grains.GetGrain<IBrainGrain>(id).GetInfo())).ConfigureAwait(false);
        IReadOnlyList<BrainSummary> summaries = [.. infos.OfType<BrainInfo>().Select(BrainMapping.ToSummary)];
        await context.Response.WriteAsJsonAsync(summaries, ProtocolJson.Default.IReadOnlyListBrainSummary, cancellationToken: context.RequestAborted)
            .ConfigureAwait(false);
    }

    private async Task Get(HttpContext context)
    {
        var id = BrainOf(context);
        var info = await grains.GetGrain<IBrainGrain>(id.Value).GetInfo().ConfigureAwait(false) ?? throw NotOpened(id);
        await context.Response.WriteAsJsonAsync(BrainMapping.ToSummary(info), ProtocolJson.Default.BrainSummary, cancellationToken: context.RequestAborted)
            .ConfigureAwait(false);
    }

    private async Task GetModel(HttpContext context)
    {
        var id = BrainOf(context);
        var brain = grains.GetGrain<IBrainGrain>(id.Value);
        var release = await brain.GetModel().ConfigureAwait(false);
        if (release is null)
        {
            throw await brain.GetInfo().ConfigureAwait(false) is null
                ? NotOpened(id)
                : new Refusal(ErrorCodes.NoModel, $"Brain {id} serves no model yet. Its operator publishes one by starting the node with a model folder.");
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(release.ManifestJson, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task Register(HttpContext context)
    {
        var id = BrainOf(context);
        var request = await JsonBody.Read(context.Request, ProtocolJson.Default.RegisterMember).ConfigureAwait(false);
        if (!MemberId.IsValid(request.Member))
        {
            throw new Refusal(
                ErrorCodes.BadRequest,
                $"member must be 1 … {MemberId.MaxLength} characters of a–z, 0–9 and '-', starting with a letter or digit.");
        }

        if (!Enum.IsDefined(request.Role))
            throw new Refusal(ErrorCodes.BadRequest, $"role must be one of {string.Join(", ", Enum.GetNames<MemberRole>())}.");

        var brain = grains.GetGrain<IBrainGrain>(id.Value);
        if (await brain.GetInfo().ConfigureAwait(false) is null)
            throw NotOpened(id);
        var place = await brain.Register(request.Member, request.Role).ConfigureAwait(false);
        GatewayLog.MemberRegistered(logger, place.Role.ToString(), place.MemberId, id.Value, place.Uid);
        await context.Response.WriteAsJsonAsync(BrainMapping.ToReceipt(place), ProtocolJson.Default.MemberReceipt, cancellationToken: context.RequestAborted)
            .ConfigureAwait(false);
    }

    private static BrainId BrainOf(HttpContext context)
    {
        var text = (string?)context.GetRouteValue("brain");
        return BrainId.TryParse(text, out var id)
            ? id
            : throw new Refusal(ErrorCodes.UnknownBrain, $"There is no such Brain: an id is a number from 0 to {BrainId.Count - 1}.");
    }

    private static Refusal NotOpened(BrainId id) => new(ErrorCodes.UnknownBrain, $"Brain {id} is not open. GET {ApiRoutes.Brains} lists those that are.");
}
