using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// An operation needs an evaluation key that is not there, or only up to a lower level. The message names the Galois element and the
/// rotation it stands for, so that the right key can be requested.
/// </summary>
public sealed class MissingEvaluationKeyException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and how to get it.</param>
    /// <param name="element">The automorphism, or null for the relinearisation key.</param>
    /// <param name="rotationSteps">The rotation the element stands for, or null if it is none.</param>
    public MissingEvaluationKeyException(string message, GaloisElement? element = null, int? rotationSteps = null)
        : base(message)
    {
        Element = element;
        RotationSteps = rotationSteps;
    }

    /// <summary>The automorphism whose key is missing; null for the relinearisation key.</summary>
    public GaloisElement? Element { get; }

    /// <summary>Steps of the rotation whose key is missing; null if the key is not that of a rotation.</summary>
    public int? RotationSteps { get; }
}
