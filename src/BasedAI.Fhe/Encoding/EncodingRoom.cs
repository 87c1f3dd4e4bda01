using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Scratch of an encoding or decoding: slots (real parts, then imaginary) and coefficients, N numbers each; wiped at the end.</summary>
internal readonly ref struct EncodingRoom
{
    private readonly PolynomialLease _lease;

    public EncodingRoom(int n)
    {
        _lease = LimbPool.For(n).Lease(2, Representation.Coefficient, isSecret: true);
        Slots = _lease.Limb(0);
        Coefficients = _lease.Limb(1);
    }

    public Span<double> Slots { get; }

    public Span<double> Coefficients { get; }

    public void Dispose() => _lease.Dispose();
}
