namespace BasedAI.Fhe;

/// <summary>Operands that do not fit an operation; the message names the operation, both sides and the remedy.</summary>
public sealed class FheOperandException : Exception
{
    /// <summary>Creates the exception.</summary>
    public FheOperandException(string message)
        : base(message)
    {
    }
}
