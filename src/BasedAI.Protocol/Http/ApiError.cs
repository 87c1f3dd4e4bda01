namespace BasedAI.Protocol;

/// <summary>Every refusal has this form, with a matching HTTP status.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What was wrong, with both sides, and the remedy.</param>
public sealed record ApiError(string Code, string Message);
