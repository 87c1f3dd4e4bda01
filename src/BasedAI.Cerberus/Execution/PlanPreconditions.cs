using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Cerberus;

/// <summary>What must hold before the first instruction of a run, each with a message that says what to do.</summary>
internal static class PlanPreconditions
{
    public static void RequireInputs(ExecutionPlan plan, IReadOnlyList<Ciphertext> inputs)
    {
        if (inputs.Count != plan.Inputs.Length)
        {
            throw new FheOperandException(
                $"The plan takes {plan.Inputs.Length} ciphertexts ({string.Join(", ", plan.Inputs.Select(static port => port.Name))}); "
                + $"{inputs.Count} were given. Encrypt one per port, in this order.");
        }
        for (int i = 0; i < inputs.Count; i++)
        {
            PlanPort port = plan.Inputs[i];
            Ciphertext input = inputs[i] ?? throw new FheOperandException($"Input \"{port.Name}\" is null.");
            if (input.ParametersId != plan.CheckedParameters.Id)
            {
                throw new FheOperandException(
                    $"Input \"{port.Name}\" was encrypted under parameters {input.ParametersId}; the plan uses {plan.CheckedParameters.Id}. "
                    + "Encrypt with the plan's parameters.");
            }
            if (input.Level != port.Level || input.Scale != port.Scale || input.Degree != 1)
            {
                throw new FheOperandException(
                    $"Input \"{port.Name}\" has level {input.Level}, scale 2^{input.Scale.Log2:F6}, degree {input.Degree}; "
                    + $"its port takes level {port.Level}, scale 2^{port.Scale.Log2:F6}, degree 1. Encode at the port's level and scale.");
            }
        }
    }

    public static void RequireKeys(ExecutionPlan plan, IEvaluationKeySet keys)
    {
        CkksParameters parameters = plan.CheckedParameters;
        if (keys.ParametersId != parameters.Id)
        {
            throw new FheOperandException(
                $"The evaluation keys were made for parameters {keys.ParametersId}; the plan uses {parameters.Id}. "
                + "Make keys with the plan's parameters and its RequiredKeys.");
        }
        const string remedy = "Make the keys the plan's RequiredKeys lists and upload them again.";
        if (plan.RequiredKeys.RelinearizationLevel is int level)
        {
            int has = keys.GetRelinearizationKey().Level;                // throws, with its own remedy, if there is none
            if (has < level)
            {
                throw new MissingEvaluationKeyException(
                    $"The relinearisation key reaches level {has}; the plan relinearises at level {level}. {remedy}");
            }
        }
        foreach (GaloisKeyRequest request in plan.RequiredKeys.Galois)
        {
            int? has = keys.Contains(request.Element) ? keys.GetGaloisKey(request.Element).Level : null;
            if (has is null || has < request.Level)
            {
                int? steps = RotationSteps(request.Element, parameters);
                string what = steps is null ? "the conjugation" : $"rotation by {steps} slots";
                throw new MissingEvaluationKeyException(
                    $"The key for Galois element {request.Element.Value} ({what}) "
                    + $"{(has is null ? "is missing" : $"reaches level {has}")}; the plan uses it at level {request.Level}. {remedy}",
                    request.Element,
                    steps);
            }
        }
    }

    private static int? RotationSteps(GaloisElement element, CkksParameters parameters)
    {
        uint mask = 2 * (uint)parameters.N - 1;
        uint power = 1;
        for (int steps = 0; steps < parameters.MaxSlots; steps++)
        {
            if (power == element.Value)
            {
                return steps;
            }
            power = (power * 5) & mask;
        }
        return null;
    }
}
