using BasedAI.Grains;
using BasedAI.Protocol;

namespace BasedAI.Gateway;

/// <summary>A Brain's grain messages as the API shows them.</summary>
internal static class BrainMapping
{
    public static BrainSummary ToSummary(BrainInfo info) => new(
        new BrainId(info.Id),
        info.Name,
        info.Model,
        info.Plans,
        info.Miners,
        info.Validators,
        info.ActiveJobs,
        info.CompletedJobs);

    public static MemberReceipt ToReceipt(MemberPlace place) => new(place.MemberId, place.Role, place.Uid, place.Count, place.Cap);
}
