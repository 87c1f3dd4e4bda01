using System.Diagnostics;
using System.Reflection;
using BasedAI.Fhe.Ring.Tests.Edge;

namespace BasedAI.Fhe.Ring.Tests;

public sealed class AllocationTests
{
    [Fact]
    public void Kernels_and_samplers_allocate_nothing_once_warm()
    {
        Assert.SkipWhen(
            typeof(ResidueRing).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true },
            "an unoptimised build boxes where an optimised one does not");
        var ring = ResidueRing.Get(13, Residues.Moduli[0]);
        using var p = LimbPool.For(ring.N).Rent(4, Representation.Coefficient, clear: true);
        using var prng = new SeededPrng(new byte[32]);
        var converter = new BasisConverter([ring, ResidueRing.Get(13, Residues.Moduli[1])], [ResidueRing.Get(13, Residues.Moduli[2])]);
        var element = GaloisElement.FromRotation(1, 13);
        var errors = new int[ring.N];
        var ternary = new sbyte[ring.N];

        Once();
        Once();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            Once();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Once()
        {
            ring.Ntt(p.Limb(0));
            ring.InverseNtt(p.Limb(0));
            ring.Add(p.Limb(0), p.Limb(1), p.Limb(2));
            ring.Multiply(p.Limb(0), p.Limb(1), p.Limb(2));
            ring.MultiplyAdd(p.Limb(0), p.Limb(1), p.Limb(2));
            ring.MultiplyScalar(p.Limb(0), 5, p.Limb(2));
            ring.Reduce(p.Limb(0), p.Limb(2));
            ring.ReduceCentered(p.Limb(0), Residues.Moduli[1], p.Limb(2));
            ring.Automorphism(p.Limb(0), element, Representation.Ntt, p.Limb(2));
            ring.Automorphism(p.Limb(0), element, Representation.Coefficient, p.Limb(2));
            converter.ConvertToNtt(p, 1, 0, p.Limb(3));
            ring.InverseNtt(p.Limb(0), 5, p.Limb(2));
            ring.InnerProducts(p, 1, 0, 1, [p], [p], 1, p.Limb(2), p.Limb(3));
            using (var lease = LimbPool.For(ring.N).Lease(5, Representation.Ntt))
                p.Limb(1).CopyTo(lease.Limb(4));
            UniformSampler.Sample(prng, ring, p.Limb(0));
            TernarySampler.Sample(prng, ternary);
            DiscreteGaussianSampler.Sample(prng, errors);
            p.Limb(1).Clear();
            p.Limb(2).Clear();
        }
    }
}
