namespace BasedAI.Cerberus;

/// <summary>Activations by their torch.nn names.</summary>
internal static class ActivationFunctions
{
    public static bool IsKnown(string name) => name is "GELU" or "ReLU";

    public static Func<double, double> Get(string name) => name switch
    {
        "GELU" => static u => 0.5 * u * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (u + (0.044715 * u * u * u)))),
        "ReLU" => static u => Math.Max(u, 0),
        _ => throw new ModelFormatException($"Activation \"{name}\" is not known; GELU and ReLU are."),
    };
}
