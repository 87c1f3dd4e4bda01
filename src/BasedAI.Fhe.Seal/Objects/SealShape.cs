using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>Sizes of objects in bytes without their own header, and the pieces they share. SEAL 4.1: dynarray.h, ciphertext.cpp, plaintext.cpp.</summary>
internal static class SealShape
{
    public const int MinPolynomials = 2;
    public const int MaxPolynomials = 16;
    public const int CiphertextFieldBytes = 32 + 1 + 8 + 8 + 8 + 8 + 8;
    public const int PlaintextFieldBytes = 32 + 8 + 8;
    public const int SeedBytes = SealHeader.SizeInBytes + 1 + SealSeed.SizeInBytes;

    /// <summary>A DynArray of words with its header.</summary>
    public static long GetArrayBytes(long words) => SealHeader.SizeInBytes + 8 + (8 * words);

    /// <summary>Members of a ciphertext or public key.</summary>
    public static long GetCiphertextBytes(SealContext context, int level, int polynomials, bool isSeeded)
    {
        long words = (long)context.N * (level + 1);
        return CiphertextFieldBytes + (isSeeded ? GetArrayBytes(words) + SeedBytes : GetArrayBytes(words * polynomials));
    }

    /// <summary>Members of a plaintext or secret key.</summary>
    public static long GetPlaintextBytes(SealContext context, int level) => PlaintextFieldBytes + GetArrayBytes((long)context.N * (level + 1));

    /// <summary>Rents limbs for the primes of a level and reads them.</summary>
    public static RnsPolynomial ReadPolynomial(ref SealReader reader, SealContext context, int level)
    {
        reader.Require(8L * context.N * (level + 1));
        var polynomial = context.Pool.Rent(level + 1, Representation.Ntt);
        try
        {
            for (int i = 0; i <= level; i++) reader.ReadLimb(context.Rings[i].Modulus.Value, polynomial.Limb(i));
            return polynomial;
        }
        catch
        {
            polynomial.Dispose();
            throw;
        }
    }

    /// <summary>Writes every limb.</summary>
    public static void WritePolynomial(SealWriter writer, RnsPolynomial polynomial)
    {
        for (int i = 0; i < polynomial.LimbCount; i++) writer.WriteLimb(polynomial.Limb(i));
    }

    /// <summary>Reads a parms_id that must be of a data level.</summary>
    public static int ReadDataLevel(ref SealReader reader, SealContext context)
    {
        var id = reader.ReadParmsId();
        return context.TryGetLevel(id, out int level) && level <= context.MaxLevel
            ? level
            : throw new SealFormatException(
                SealFormatError.ParametersMismatch, $"The object is of parms_id {id}, which is no level of these parameters that data can have.");
    }

    /// <summary>Reads a parms_id that must be that of keys.</summary>
    public static void ReadKeyLevel(ref SealReader reader, SealContext context)
    {
        var id = reader.ReadParmsId();
        if (id != context.KeyParmsId)
        {
            throw new SealFormatException(
                SealFormatError.ParametersMismatch, $"The object is of parms_id {id}; keys of these parameters have {context.KeyParmsId}.");
        }
    }

    /// <summary>Reads a scale.</summary>
    public static Scale ReadScale(ref SealReader reader)
    {
        double scale = reader.ReadDouble();
        return double.IsFinite(scale) && scale > 0
            ? new Scale(scale)
            : throw new SealFormatException(SealFormatError.ScaleOutOfRange, $"The scale is {scale}; it must be a finite number above zero.");
    }

    /// <summary>Throws unless a count is the one that follows from the parameters.</summary>
    public static void CheckCount(string what, ulong actual, long expected)
    {
        if (actual != (ulong)expected)
            throw new SealFormatException(SealFormatError.ShapeMismatch, $"The object states {actual} {what}; its level has {expected}.");
    }

    public static void DisposeAll(IEnumerable<IDisposable?> items)
    {
        foreach (var item in items) item?.Dispose();
    }
}
