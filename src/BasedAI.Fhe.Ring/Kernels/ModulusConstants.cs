namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>q and rn(1/q).</summary>
internal readonly record struct ModulusConstants(double Q, double InverseQ)
{
    public static ModulusConstants Of(Modulus modulus) => new(modulus.Value, 1.0 / modulus.Value);
}
