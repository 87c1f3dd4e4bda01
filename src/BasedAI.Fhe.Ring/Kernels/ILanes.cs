namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>
/// The instructions of one width: all a kernel may use. Each is a correctly rounded IEEE-754 operation or a move, so that kernels give the
/// same bits on every width.
/// </summary>
/// <typeparam name="TVector">The register: Vector512, Vector256, Vector128 of double, or double itself.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Doubles in a register; a power of two, at most 8.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(double* source);

    static abstract void Store(double* destination, TVector value);

    /// <summary>Asks for the cache line of an address that will be read soon; it need not be valid. A hint: may do nothing.</summary>
    static abstract void Prefetch(double* address);

    static abstract TVector Broadcast(double value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left·right + addend, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>addend − left·right, rounded once.</summary>
    static abstract TVector NegatedMultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>To the nearest integer, ties to even.</summary>
    static abstract TVector Round(TVector value);

    static abstract TVector Floor(TVector value);

    /// <summary>Lane by lane: test &lt; 0 ? whenNegative : otherwise. Test is never −0.</summary>
    static abstract TVector SelectIfNegative(TVector test, TVector whenNegative, TVector otherwise);

    /// <summary>Lane i gets what is in the lane whose number is i with its bits reversed.</summary>
    static abstract TVector ReverseLaneBits(TVector value);

    /// <summary>Reads Count rows of eight numbers, <paramref name="stride"/> apart; x_k gets column k (lane b = row b).</summary>
    static abstract void LoadColumns(
        double* rows, nint stride, out TVector x0, out TVector x1, out TVector x2, out TVector x3, out TVector x4, out TVector x5, out TVector x6, out TVector x7);

    /// <summary>The reverse of <see cref="LoadColumns"/>.</summary>
    static abstract void StoreColumns(
        double* rows, nint stride, TVector x0, TVector x1, TVector x2, TVector x3, TVector x4, TVector x5, TVector x6, TVector x7);

    /// <summary>destination[j] = source[8·blocks[j/8] + within[j]] for j below 8·<paramref name="blockCount"/>.</summary>
    static abstract void Permute(double* source, int* blocks, byte* within, int blockCount, double* destination);
}
