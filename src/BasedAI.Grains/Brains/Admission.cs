using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>What a Brain looks at before it takes a command. Pure: each method throws the fault the caller gets, or returns.</summary>
internal static class Admission
{
    public const int MaxNameLength = 64;
    public const int MaxManifestLength = 128 * 1024;
    public const int MaxValidators = 8;
    public const int MaxDeadlineSeconds = 86_400;

    public static void CheckName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength || name.Any(char.IsControl))
            throw Bad($"A name has 1 … {MaxNameLength} characters and no control characters.");
    }

    public static void CheckMember(string? memberId, MemberRole role)
    {
        if (!MemberId.IsValid(memberId))
            throw Bad($"A member id has 1 … {MemberId.MaxLength} characters of a-z, 0-9 and '-', the first not '-'.");
        if (!Enum.IsDefined(role))
            throw Bad($"{(int)role} is not a role.");
    }

    public static void CheckRelease(ModelRelease? release, long maxBlobBytes)
    {
        if (release is null)
            throw Bad("A release is needed.");
        CheckName(release.Name);
        CheckPlans(release.Plans, maxBlobBytes);
        if (release.ManifestJson is not { Length: > 0 and <= MaxManifestLength })
            throw Bad($"The manifest has {release.ManifestJson?.Length ?? 0} characters; it must have 1 … {MaxManifestLength}.");
        if (release.Accelerator is not ("cpu" or "gpu"))
            throw Bad($"Accelerator '{release.Accelerator}' is neither cpu nor gpu.");
    }

    public static void CheckOrder(JobOrder? order, long brainId, long maxBlobBytes)
    {
        if (order is null)
            throw Bad("An order is needed.");
        if (order.JobId == Guid.Empty)
            throw Bad("The job id is all zero.");
        if (order.BrainId != brainId)
            throw Bad($"The order is for Brain {order.BrainId}, this is Brain {brainId}.");
        if (!BlobRef.IsSha256(order.PlanId))
            throw Bad("planId must be 64 lower-case hexadecimal digits.");
        CheckBlob(order.Input, MediaTypes.CiphertextBundle, "input", maxBlobBytes);
        CheckBlob(order.Keys, MediaTypes.EvaluationKeys, "keys", maxBlobBytes);
        if (order.Validators is < 0 or > MaxValidators)
            throw Bad($"validators is {order.Validators}; it must be 0 … {MaxValidators}.");
        if (order.DeadlineSeconds is < 1 or > MaxDeadlineSeconds)
            throw Bad($"deadlineSeconds is {order.DeadlineSeconds}; it must be 1 … {MaxDeadlineSeconds}.");
    }

    private static void CheckPlans(ReleasePlan[]? plans, long maxBlobBytes)
    {
        if (plans is not { Length: > 0 and <= ModelManifest.MaxPlans })
            throw Bad($"The release has {plans?.Length ?? 0} plans; it must have 1 … {ModelManifest.MaxPlans}.");
        foreach (var plan in plans)
        {
            CheckName(plan?.Name);
            if (!BlobRef.IsSha256(plan!.PlanId))
                throw Bad($"plan {plan.Name}: planId must be 64 lower-case hexadecimal digits.");
            CheckBlob(plan.File, MediaTypes.Plan, $"plan {plan.Name}", maxBlobBytes);
            if (plan.File.Sha256 != plan.PlanId)
            {
                throw Bad(
                    $"plan {plan.Name}: its blob is {plan.File.Sha256}, planId says {plan.PlanId}: a plan's id is the digest of its bytes.");
            }
        }

        if (plans.DistinctBy(plan => plan.Name).Count() < plans.Length || plans.DistinctBy(plan => plan.PlanId).Count() < plans.Length)
            throw Bad("Two plans of the release have the same name or are the same plan.");
    }

    private static void CheckBlob(BlobRef? blob, string mediaType, string what, long maxBlobBytes)
    {
        if (blob is null)
            throw Bad($"{what}: a blob reference is needed.");
        if (blob.Problem(maxBlobBytes) is { } problem)
            throw Bad($"{what}: {problem}.");
        if (blob.MediaType != mediaType)
            throw Bad($"{what}: media type is '{blob.MediaType}', it must be '{mediaType}'.");
    }

    private static GrainFault Bad(string message) => new(ErrorCodes.BadRequest, message);
}
