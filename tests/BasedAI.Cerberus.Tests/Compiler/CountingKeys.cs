using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Cerberus.Tests;

/// <summary>Keys that count how often they are taken: once for every key switch that really happens.</summary>
internal sealed class CountingKeys(IEvaluationKeySet keys) : IEvaluationKeySet
{
    private int _galois, _relinearization;

    public int Galois => _galois;

    public int Relinearization => _relinearization;

    public ParametersId ParametersId => keys.ParametersId;

    public void Reset() => (_galois, _relinearization) = (0, 0);

    public bool Contains(GaloisElement element) => keys.Contains(element);

    public GaloisKey GetGaloisKey(GaloisElement element)
    {
        Interlocked.Increment(ref _galois);
        return keys.GetGaloisKey(element);
    }

    public RelinearizationKey GetRelinearizationKey()
    {
        Interlocked.Increment(ref _relinearization);
        return keys.GetRelinearizationKey();
    }
}
