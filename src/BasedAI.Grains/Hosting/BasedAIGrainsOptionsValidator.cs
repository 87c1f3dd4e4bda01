using Microsoft.Extensions.Options;

namespace BasedAI.Grains;

/// <summary>Refuses a silo whose options cannot be right, at start.</summary>
internal sealed class BasedAIGrainsOptionsValidator : IValidateOptions<BasedAIGrainsOptions>
{
    public ValidateOptionsResult Validate(string? name, BasedAIGrainsOptions options)
        => options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
