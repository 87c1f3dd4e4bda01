using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal.Tests;

public class NativeBridgeTests
{
    private static readonly SealTestContext Set = SealTestContext.Medium;
    private static readonly CkksParameters Native = CkksParameters.Create(SealNativeBridge.GetLiteral(Set.Context, 40));

    [Fact]
    public void GetLiteral_StatesThePrimesInTheirPlaces()
    {
        Assert.Equal(Set.Context.Parameters.CoeffModulus[..3], Native.RingQ.Select(ring => ring.Modulus.Value));
        Assert.Equal(Set.Context.Parameters.CoeffModulus[3..], Native.RingP.Select(ring => ring.Modulus.Value));
        Assert.Equal(Set.Context.MaxLevel, Native.MaxLevel);
        var single = SealTestContext.CreateToy(256, 45);
        Assert.Equal(ParameterError.NoSpecialPrimes, Assert.Throws<FheParameterException>(() => SealNativeBridge.GetLiteral(single, 30)).Error);
    }

    [Fact]
    public void Ciphertexts_GoThereAndBack_WithTheSameBytes()
    {
        using var x = Set.Encrypt(Set.Sines);
        using var native = SealNativeBridge.ToNative(x, Native);
        Assert.Equal((x.Level, x.Scale, 1, false), (native.Level, native.Scale, native.Degree, native.IsSeeded));
        using var back = SealNativeBridge.FromNative(native, Set.Context);
        using var expanded = x.Expand();
        Assert.Equal(expanded.ToBytes(), back.ToBytes());
        using var square = Set.Evaluator.Square(x);
        using var nativeSquare = SealNativeBridge.ToNative(square, Native);
        Assert.Equal(2, nativeSquare.Degree);

        using var plaintext = Set.Encoder.Encode(Set.Sines, Set.Scale);
        using var nativePlaintext = SealNativeBridge.ToNative(plaintext, Native);
        using var plaintextBack = SealNativeBridge.FromNative(nativePlaintext, Set.Context);
        Assert.Equal(plaintext.ToBytes(), plaintextBack.ToBytes());
    }

    [Fact]
    public void NativeEngine_ComputesOnSealCiphertexts()
    {
        using var secret = Set.SecretKey.ToNative(Native);
        var request = new EvaluationKeyRequest(Native.MaxLevel, [new GaloisKeyRequest(Native.GetRotationElement(1), Native.MaxLevel)]);
        using var keys = new KeyGenerator(Native).GenerateEvaluationKeys(secret, request);
        var evaluator = new CkksEvaluator(Native, keys);
        double[] x = Set.Sines;
        using var seal = Set.Encrypt(x);
        using var native = SealNativeBridge.ToNative(seal, Native);
        using var square = evaluator.MultiplyRelinearize(native, native);
        using var rescaled = evaluator.Rescale(square);
        using var rotated = evaluator.Rotate(rescaled, 1);
        using var back = SealNativeBridge.FromNative(rotated, Set.Context);

        // A native rotation by one is a rotation by other steps in SEAL's order (and a conjugation, which real numbers do not notice).
        var (steps, isConjugated) = Set.Context.SlotOrder.GetSealSteps(1);
        Assert.True(isConjugated);
        Assert.NotEqual(1, steps);
        double[] decoded = Set.Decrypt(back);
        Assert.InRange(SealTestContext.MaxError(decoded, x.Select((_, i) => Math.Pow(x[(i + steps) % x.Length], 2))), 0, 1e-5);
    }

    [Fact]
    public void SlotOrder_SaysWhichSlotIsWhich()
    {
        var order = Set.Context.SlotOrder;
        double[] x = Set.Sines, slots = new double[x.Length];
        using var plaintext = Set.Encoder.Encode(x, Set.Scale);
        using var native = SealNativeBridge.ToNative(plaintext, Native);
        new CkksEncoder(Native).Decode(native, slots);
        Assert.Equal(Enumerable.Range(0, x.Length), Enumerable.Range(0, x.Length).Select(order.GetNativeSlot).Order());
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(i, order.GetSealSlot(order.GetNativeSlot(i)));
            Assert.Equal(x[i], slots[order.GetNativeSlot(i)], 1e-8);
        }

        uint power = Set.Context.GetRotationElement(7).Value;
        uint expected = GaloisElement.FromRotation(order.GetNativeSlot(7), 13).Value;
        Assert.Equal(expected, SealSlotOrder.IsConjugate(7) ? 16384 - power : power);
    }

    [Fact]
    public void Objects_OfOtherPrimes_AreRefused()
    {
        var other = CkksParameters.Create(new CkksParametersLiteral { LogN = 13, LogQ = [50, 40, 40], LogP = [50], LogDefaultScale = 40 });
        using var x = Set.Encrypt([1]);
        using var plaintext = Set.Encoder.Encode([1.0], Set.Scale);
        using var nativePlaintext = new CkksEncoder(other).Encode([1.0], 1, Scale.FromLog2(30));
        Assert.Throws<FheOperandException>(() => SealNativeBridge.ToNative(x, other));
        Assert.Throws<FheOperandException>(() => SealNativeBridge.ToNative(plaintext, other));
        Assert.Throws<FheOperandException>(() => SealNativeBridge.FromNative(nativePlaintext, Set.Context));
        Assert.Throws<FheOperandException>(() => SealTestContext.Small.SecretKey.ToNative(Native));
    }
}
