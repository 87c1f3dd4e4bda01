using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace BasedAI.Cerberus;

/// <summary>
/// State dictionaries as TorchSharp's exportsd.py (<c>save_state_dict</c>) and <c>Module.save</c> write them: the number of entries; then for each the length
/// of its name in bytes, the name in UTF-8, torch's ScalarType, the number of dimensions, the dimensions, and the numbers, little-endian and row-major. Every
/// number but the last kind is unsigned LEB128. (exportsd.py counts characters of a name, not bytes; only for names in ASCII, as torch makes them, is that the same.)
/// </summary>
public static class StateDictFile
{
    /// <summary>Reads a whole file of float32, float64, float16 or bfloat16 tensors to single precision. The bytes need not be trusted.</summary>
    /// <param name="source">Read to its end; need not be seekable.</param>
    /// <returns>The tensors, enumerated in the ordinal order of their names.</returns>
    /// <exception cref="TensorFileException">The file is damaged, beyond <see cref="TensorFileLimits"/>, or holds what cannot be imported.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var reader = new TensorByteReader(source);
        long entries = ReadNumber(reader, "number of entries");
        if (entries > TensorFileLimits.MaxTensors)
        {
            throw new TensorFileException(
                TensorFileError.TooLarge,
                $"The file says it has {entries} tensors; at most {TensorFileLimits.MaxTensors} are read. Is this a file of TorchSharp's exportsd?");
        }
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        int room = TensorFileLimits.MaxValues;
        for (long i = 0; i < entries; i++)
        {
            string name = ReadName(reader);
            Tensor tensor = ReadTensor(reader, name, room);
            room -= tensor.Count;
            if (!tensors.TryAdd(name, tensor)) throw new TensorFileException(TensorFileError.DuplicateName, $"The file holds \"{name}\" twice.");
        }
        reader.RequireEnd();
        return new ReadOnlyDictionary<string, Tensor>(tensors);
    }

    private static string ReadName(TensorByteReader reader)
    {
        long length = ReadNumber(reader, "name");
        if (length > TensorFileLimits.MaxNameBytes)
            throw new TensorFileException(TensorFileError.InvalidName, $"A name has {length} bytes; at most {TensorFileLimits.MaxNameBytes} are read.");
        string name = reader.ReadName((int)length, "name");
        TensorByteReader.RequireName(name);
        return name;
    }

    private static Tensor ReadTensor(TensorByteReader reader, string name, int room)
    {
        long number = ReadNumber(reader, "type and shape", name);
        var type = (ElementType)Math.Min(number, int.MaxValue);
        if (!Enum.IsDefined(type))
            throw new TensorFileException(TensorFileError.UnsupportedType, $"\"{name}\" is of torch's scalar type {number}; {ElementTypes.Supported}.");
        long rank = ReadNumber(reader, "type and shape", name);
        if (rank > TensorFileLimits.MaxRank)
            throw new TensorFileException(TensorFileError.InvalidShape, $"\"{name}\" has {rank} dimensions; at most {TensorFileLimits.MaxRank} are read.");
        int[] shape = new int[rank];
        for (int i = 0; i < shape.Length; i++)
        {
            long dimension = ReadNumber(reader, "type and shape", name);
            shape[i] = dimension <= int.MaxValue
                ? (int)dimension
                : throw new TensorFileException(TensorFileError.TooLarge, $"\"{name}\" has a dimension of {dimension}.");
        }
        int count = Tensor.CountOf(shape);
        return count >= 0 && count <= room
            ? Tensor.Own(ImmutableArray.Create(shape), reader.ReadValues(count, type, name))
            : throw new TensorFileException(
                TensorFileError.TooLarge, $"With \"{name}\" of shape [{string.Join(", ", shape)}] the file has more than {TensorFileLimits.MaxValues} values.");
    }

    /// <summary>Unsigned LEB128 below 2^63, in its shortest form.</summary>
    private static long ReadNumber(TensorByteReader reader, string what, string? of = null)
    {
        long number = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte digit = reader.ReadByte(what, of);
            number |= (long)(digit & 0x7F) << shift;
            if ((digit & 0x80) == 0 && (digit != 0 || shift == 0)) return number;
            if (digit == 0) break;
        }
        throw new TensorFileException(TensorFileError.InvalidHeader, $"In the {what}{(of is null ? "" : $" of \"{of}\"")} is a number that is not in its shortest LEB128 form.");
    }
}
