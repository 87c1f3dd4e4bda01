using BasedAI.Protocol;

namespace BasedAI.Gateway;

/// <summary>What a job request must be before the cluster hears of it.</summary>
internal static class JobRequestRules
{
    public const int MaxValidators = 8;
    public const int MaxDeadlineSeconds = 86_400;

    /// <summary>Why <paramref name="request"/> is refused, or null where every field is in range.</summary>
    public static ApiError? Problem(JobRequest request, long maxBlobBytes)
    {
        if (request.Id.Value == Guid.Empty)
            return Bad("id must be 32 hexadecimal digits, not all zero");
        if (!BlobRef.IsSha256(request.PlanId))
            return Bad("planId must be 64 lower-case hexadecimal digits, a planId of GET /v1/brains/{id}/model");
        if (request.Validators is < 0 or > MaxValidators)
            return Bad($"validators is {request.Validators}; it must be 0 … {MaxValidators}");
        if (request.DeadlineSeconds is < 1 or > MaxDeadlineSeconds)
            return Bad($"deadlineSeconds is {request.DeadlineSeconds}; it must be 1 … {MaxDeadlineSeconds}");
        return Problem("input", request.Input, MediaTypes.CiphertextBundle, maxBlobBytes)
            ?? Problem("keys", request.Keys, MediaTypes.EvaluationKeys, maxBlobBytes);
    }

    private static ApiError? Problem(string field, BlobRef reference, string mediaType, long maxBlobBytes)
    {
        if (BlobRef.IsSha256(reference.Sha256) && reference.Length > maxBlobBytes)
            return new ApiError(ErrorCodes.BlobTooLarge, $"{field}: length is {reference.Length} bytes; this node takes at most {maxBlobBytes}.");
        if (reference.Problem(maxBlobBytes) is { } problem)
            return Bad($"{field}: {problem}");
        return reference.MediaType == mediaType ? null : Bad($"{field}: media type is '{reference.MediaType}'; it must be '{mediaType}'");
    }

    private static ApiError Bad(string message) => new(ErrorCodes.BadRequest, message + ".");
}
