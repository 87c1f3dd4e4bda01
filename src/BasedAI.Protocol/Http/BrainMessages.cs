namespace BasedAI.Protocol;

/// <summary>One line of <c>GET /v1/brains</c>.</summary>
/// <param name="Id">The Brain.</param>
/// <param name="Name">Its name.</param>
/// <param name="Model">Name of the model it serves, or null.</param>
/// <param name="Plans">Names of that model's plans, the default first; empty where there is no model.</param>
/// <param name="Miners">Registered miners, at most 1,792.</param>
/// <param name="Validators">Registered validators, at most 256.</param>
/// <param name="ActiveJobs">Jobs admitted and not ended.</param>
/// <param name="CompletedJobs">Jobs completed since it was opened.</param>
public sealed record BrainSummary(
    BrainId Id,
    string Name,
    string? Model,
    IReadOnlyList<string> Plans,
    int Miners,
    int Validators,
    int ActiveJobs,
    long CompletedJobs);

/// <summary>What a member does for a Brain. The numbers persist.</summary>
public enum MemberRole
{
    /// <summary>Computes jobs.</summary>
    Miner = 0,

    /// <summary>Checks results.</summary>
    Validator = 1,
}

/// <summary>The body of <c>POST /v1/brains/{id}/members</c> (operator).</summary>
/// <param name="Member">The member's id; see <see cref="MemberId"/>.</param>
/// <param name="Role">What it will do.</param>
public sealed record RegisterMember(string Member, MemberRole Role);

/// <summary>The answer to a registration; registering again gives the same place.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="Role">Its role.</param>
/// <param name="Uid">Its place in the role, from 0.</param>
/// <param name="Count">Members in that role now.</param>
/// <param name="Cap">The most there can be.</param>
public sealed record MemberReceipt(string Member, MemberRole Role, int Uid, int Count, int Cap);

/// <summary>The caps of a Brain.</summary>
public static class BrainCaps
{
    /// <summary>Validators a Brain can have.</summary>
    public const int Validators = 256;

    /// <summary>Miners a Brain can have.</summary>
    public const int Miners = 1792;

    /// <summary>The cap of <paramref name="role"/>.</summary>
    public static int Of(MemberRole role) => role == MemberRole.Miner ? Miners : Validators;
}
