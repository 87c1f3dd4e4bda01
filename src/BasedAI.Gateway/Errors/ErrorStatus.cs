using BasedAI.Protocol;

namespace BasedAI.Gateway;

/// <summary>The HTTP status of each error code: the whole table.</summary>
internal static class ErrorStatus
{
    public static int Of(string code) => code switch
    {
        ErrorCodes.BadRequest or ErrorCodes.BlobMismatch or ErrorCodes.BadInput or ErrorCodes.BadKeys => 400,
        ErrorCodes.Unauthorized => 401,
        ErrorCodes.UnknownBrain or ErrorCodes.UnknownJob or ErrorCodes.UnknownBlob or ErrorCodes.UnknownRoute => 404,
        ErrorCodes.JobConflict or ErrorCodes.PlanMismatch or ErrorCodes.NoModel or ErrorCodes.NoMiners or ErrorCodes.NoValidators
            or ErrorCodes.RoleFull or ErrorCodes.Disputed or ErrorCodes.AttemptsExhausted or ErrorCodes.Cancelled or ErrorCodes.DeadlinePassed => 409,
        ErrorCodes.BlobTooLarge => 413,
        ErrorCodes.Busy => 429,
        _ => 500,
    };
}
