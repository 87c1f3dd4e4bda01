using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>The evaluation keys of one user. Memory, file or blob: the evaluator cannot tell. Implementations are thread-safe.</summary>
public interface IEvaluationKeySet
{
    /// <summary>Parameters the keys belong to.</summary>
    ParametersId ParametersId { get; }

    /// <summary>True if there is a key for the automorphism.</summary>
    bool Contains(GaloisElement element);

    /// <summary>Returns the key of an automorphism.</summary>
    /// <exception cref="MissingEvaluationKeyException">There is none.</exception>
    GaloisKey GetGaloisKey(GaloisElement element);

    /// <summary>Returns the relinearisation key.</summary>
    /// <exception cref="MissingEvaluationKeyException">There is none.</exception>
    RelinearizationKey GetRelinearizationKey();
}
