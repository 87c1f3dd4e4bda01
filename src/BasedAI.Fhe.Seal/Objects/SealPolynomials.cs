using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>The body of a ciphertext and of a public key, which are one on the wire: 2 … 16 polynomials, the second perhaps as its seed.</summary>
/// <param name="Level">Primes minus one.</param>
/// <param name="Scale">1 in a key.</param>
/// <param name="Parts">c0, c1, ….</param>
/// <param name="Seed">What c1 is the expansion of, or null.</param>
internal readonly record struct SealPolynomials(int Level, Scale Scale, RnsPolynomial[] Parts, SealSeed? Seed)
{
    /// <summary>Reads the members of a ciphertext, or of a public key if <paramref name="isKey"/>.</summary>
    public static SealPolynomials ReadMembers(ref SealReader reader, SealContext context, bool isKey)
    {
        int level = context.KeyLevel;
        if (isKey) SealShape.ReadKeyLevel(ref reader, context);
        else level = SealShape.ReadDataLevel(ref reader, context);

        if (reader.ReadByte() != 1) throw new SealFormatException(SealFormatError.UnsupportedForm, "The object is not in NTT form; those of CKKS are.");
        ulong size = reader.ReadUInt64();
        if (size is < SealShape.MinPolynomials or > SealShape.MaxPolynomials || (isKey && size != SealShape.MinPolynomials))
        {
            throw new SealFormatException(
                SealFormatError.PolynomialCountOutOfRange, $"{size} polynomials; a ciphertext has {SealShape.MinPolynomials} to {SealShape.MaxPolynomials}, a key 2.");
        }

        SealShape.CheckCount("coefficients a polynomial", reader.ReadUInt64(), context.N);
        SealShape.CheckCount("primes", reader.ReadUInt64(), level + 1);
        var scale = SealShape.ReadScale(ref reader);
        if (isKey && scale.Value != 1) throw new SealFormatException(SealFormatError.ScaleOutOfRange, $"The scale of a key is {scale.Value}; it must be 1.");
        ulong correction = reader.ReadUInt64();
        if (correction != 1)
            throw new SealFormatException(SealFormatError.CorrectionFactorOutOfRange, $"The correction factor is {correction}; that of CKKS is 1.");
        return ReadParts(ref reader, context, level, scale, (int)size);
    }

    /// <summary>Writes the members.</summary>
    public void WriteMembers(SealWriter writer, SealContext context)
    {
        int polynomials = Seed is null ? Parts.Length : 1;
        long words = (long)context.N * (Level + 1) * polynomials;
        writer.WriteParmsId(context.GetParmsId(Level));
        writer.WriteByte(1);
        writer.WriteUInt64((ulong)Parts.Length);
        writer.WriteUInt64((ulong)context.N);
        writer.WriteUInt64((ulong)(Level + 1));
        writer.WriteDouble(Scale.Value);
        writer.WriteUInt64(1);
        writer.WriteHeader(8 + (8 * words));
        writer.WriteUInt64((ulong)words);
        for (int i = 0; i < polynomials; i++) SealShape.WritePolynomial(writer, Parts[i]);
        if (Seed is null) return;

        writer.WriteHeader(1 + SealSeed.SizeInBytes);
        writer.WriteByte((byte)Seed.Generator);
        writer.WriteBytes(Seed.Bytes);
    }

    private static SealPolynomials ReadParts(ref SealReader reader, SealContext context, int level, Scale scale, int size)
    {
        long end = reader.BeginNested(), words = (long)context.N * (level + 1);
        ulong count = reader.ReadUInt64();
        bool isSeeded = size == 2 && count == (ulong)words;
        if (!isSeeded) SealShape.CheckCount("words", count, words * size);

        var parts = new RnsPolynomial[size];
        try
        {
            for (int i = 0; i < (isSeeded ? 1 : size); i++) parts[i] = SealShape.ReadPolynomial(ref reader, context, level);
            reader.EndNested(end);
            if (!isSeeded) return new SealPolynomials(level, scale, parts, null);

            var seed = ReadSeed(ref reader);
            parts[1] = context.Pool.Rent(level + 1, Representation.Ntt);
            SealUniform.Expand(seed, context.Rings.AsSpan(), parts[1]);
            return new SealPolynomials(level, scale, parts, seed);
        }
        catch
        {
            SealShape.DisposeAll(parts);
            throw;
        }
    }

    private static SealSeed ReadSeed(ref SealReader reader)
    {
        long end = reader.BeginNested();
        byte generator = reader.ReadByte();
        if (generator is not ((byte)SealGenerator.Blake2xb or (byte)SealGenerator.Shake256))
            throw new SealFormatException(SealFormatError.UnsupportedGenerator, $"The seed is for generator {generator}; known are 1 Blake2xb and 2 SHAKE256.");
        Span<byte> bytes = stackalloc byte[SealSeed.SizeInBytes];
        reader.Read(bytes);
        reader.EndNested(end);
        return new SealSeed((SealGenerator)generator, bytes);
    }
}
