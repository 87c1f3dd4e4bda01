using System.Buffers.Binary;
using System.Text;
using CsCheck;

namespace BasedAI.Cerberus.Tests;

/// <summary>Files built by hand from the format's description, and what is wrong with those that are refused.</summary>
public sealed class SafetensorsFileTests
{
    private const string Entry = """{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""";

    [Fact]
    public void Read_AFileBuiltByHand()
    {
        byte[] bytes = HandBuilt(
            """{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"""
            + """ "h":{"shape":[2],"data_offsets":[16,20],"dtype":"F16"}, "z":{"dtype":"BF16","shape":[2],"data_offsets":[20,24]},"e":{"dtype":"F32","shape":[0,5],"data_offsets":[8,8]}}""",
            "000000000000F83F" + "00004040000080BF" + "003C00C0" + "803F40C0");
        foreach (Stream stream in (Stream[])[new MemoryStream(bytes), new TricklingStream(bytes)])
        {
            IReadOnlyDictionary<string, Tensor> tensors = SafetensorsFile.Read(stream);
            Assert.Equal(["a", "b", "e", "h", "z"], tensors.Keys);
            Assert.Equal([1.5f], tensors["a"].Values.ToArray());
            Assert.Empty(tensors["a"].Shape);
            Assert.Equal([3f, -1f], tensors["b"].Values.ToArray());
            Assert.Equal([2, 1], tensors["b"].Shape);
            Assert.Equal([1f, -2f], tensors["h"].Values.ToArray());
            Assert.Equal([1f, -3f], tensors["z"].Values.ToArray());
            Assert.Equal([0, 5], tensors["e"].Shape);
        }
    }

    [Fact]
    public void Write_TheBytesAreThese()
    {
        var tensors = new Dictionary<string, Tensor> { ["w"] = new([1, 2], [1, -2]), ["b.é"] = new([], [0.5f]) };
        byte[] header = Encoding.UTF8.GetBytes(
            """{"b.é":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}}""");
        int padded = (header.Length + 7) / 8 * 8;
        byte[] expected = [.. Length((ulong)padded), .. header, .. Enumerable.Repeat((byte)' ', padded - header.Length), .. Convert.FromHexString("0000003F0000803F000000C0")];
        Assert.Equal(expected, Written(tensors));
    }

    [Fact]
    public void Write_ThenRead_GivesTheSame() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5000], Gen.Float[-1e30f, 1e30f].Array[5]).Array[0, 6].Sample(shapes =>
        {
            Dictionary<string, Tensor> tensors = [];
            for (int i = 0; i < shapes.Length; i++)
            {
                (int rows, int columns, float[] some) = shapes[i];
                tensors[$"layer.{i}.weight"] = new Tensor([rows, columns], [.. Enumerable.Range(0, rows * columns).Select(k => some[k % 5])]);
            }
            byte[] bytes = Written(tensors);
            IReadOnlyDictionary<string, Tensor> read = SafetensorsFile.Read(new TricklingStream(bytes));
            Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), read.Keys);
            Assert.All(tensors, pair => Assert.Equal(pair.Value.Values, read[pair.Key].Values));
            Assert.All(tensors, pair => Assert.Equal(pair.Value.Shape, read[pair.Key].Shape));
            Assert.Equal(bytes, Written(read));
        }, iter: 50);

    [Theory]
    [InlineData(TensorFileError.InvalidHeader, "", "")]
    [InlineData(TensorFileError.InvalidHeader, "[]", "")]
    [InlineData(TensorFileError.InvalidHeader, " {}", "")]
    [InlineData(TensorFileError.InvalidHeader, "{", "")]
    [InlineData(TensorFileError.InvalidHeader, "{}\n", "")]
    [InlineData(TensorFileError.InvalidHeader, "{} {}", "")]
    [InlineData(TensorFileError.InvalidHeader, """{"\ud800":0}""", "")]
    [InlineData(TensorFileError.InvalidHeader, """{"a":1}""", "")]
    [InlineData(TensorFileError.InvalidHeader, """{"a":{}}""", "")]
    [InlineData(TensorFileError.InvalidHeader, """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}}""", "00000000")]
    [InlineData(TensorFileError.InvalidHeader, """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":0}}""", "00000000")]
    [InlineData(TensorFileError.InvalidHeader, """{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "00000000")]
    [InlineData(TensorFileError.InvalidHeader, """{"a":{"dtype":6,"shape":[1],"data_offsets":[0,4]}}""", "00000000")]
    [InlineData(TensorFileError.InvalidHeader, """{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", "00000000")]
    [InlineData(TensorFileError.InvalidHeader, """{"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", "00000000", TensorFileError.InvalidShape)]
    [InlineData(TensorFileError.InvalidHeader, """{"__metadata__":{"a":{"b":{"c":1}}}}""", "")]
    [InlineData(TensorFileError.InvalidName, $$$"""{"":{{{Entry}}}}""", "00000000")]
    [InlineData(TensorFileError.InvalidName, $$$"""{"a\u0007":{{{Entry}}}}""", "00000000")]
    [InlineData(TensorFileError.DuplicateName, $$$"""{"a":{{{Entry}}},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "0000000000000000")]
    [InlineData(TensorFileError.DuplicateName, """{"__metadata__":{},"__metadata__":{}}""", "")]
    [InlineData(TensorFileError.UnsupportedType, """{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", "0000000000000000")]
    [InlineData(TensorFileError.InvalidShape, """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "00000000")]
    [InlineData(TensorFileError.InvalidShape, """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "00000000")]
    [InlineData(TensorFileError.InvalidShape, """{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", "00000000")]
    [InlineData(TensorFileError.TooLarge, """{"a":{"dtype":"F32","shape":[4294967297],"data_offsets":[0,4]}}""", "00000000")]
    [InlineData(TensorFileError.TooLarge, """{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,0]}}""", "")]
    [InlineData(TensorFileError.InvalidOffsets, """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "00000000")]
    [InlineData(TensorFileError.InvalidOffsets, """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "0000000000000000")]
    [InlineData(TensorFileError.InvalidOffsets, """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "00000000")]
    [InlineData(TensorFileError.InvalidOffsets, $$$"""{"a":{{{Entry}}},"b":{{{Entry}}}}""", "00000000")]
    [InlineData(TensorFileError.InvalidOffsets, $$$"""{"a":{{{Entry}}},"b":{"dtype":"F32","shape":[1],"data_offsets":[5,9]}}""", "000000000000000000")]
    [InlineData(TensorFileError.InvalidOffsets, """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,18446744073709551616]}}""", "00000000")]
    [InlineData(TensorFileError.InvalidValue, $$$"""{"a":{{{Entry}}}}""", "0000C07F")]
    [InlineData(TensorFileError.InvalidValue, $$$"""{"a":{{{Entry}}}}""", "000080FF")]
    [InlineData(TensorFileError.InvalidValue, """{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", "FFFFFFFFFFFFEF7F")]
    [InlineData(TensorFileError.Truncated, $$$"""{"a":{{{Entry}}}}""", "000000")]
    [InlineData(TensorFileError.TrailingBytes, $$$"""{"a":{{{Entry}}}}""", "0000000000")]
    public void Read_WhatIsWrongIsSaid(TensorFileError error, string header, string data, TensorFileError? instead = null)
    {
        TensorFileException refusal = Assert.Throws<TensorFileException>(() => SafetensorsFile.Read(new MemoryStream(HandBuilt(header, data))));
        Assert.Equal(instead ?? error, refusal.Error);
    }

    [Fact]
    public void Read_SizesNobodySent_TakeNoMemory()
    {
        byte[][] files =
        [
            Length(ulong.MaxValue),
            Length(1 + TensorFileLimits.MaxHeaderBytes),
            Length(TensorFileLimits.MaxHeaderBytes),
            HandBuilt("""{"a":{"dtype":"F32","shape":[67108864],"data_offsets":[0,268435456]}}""", "00000000"),
        ];
        foreach (byte[] file in files)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<TensorFileException>(() => SafetensorsFile.Read(new TricklingStream(file)));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        }
    }

    [Fact]
    public void Write_WhatCouldNotBeRead_IsRefusedBeforeTheFirstByte()
    {
        RequireRefusal(TensorFileError.InvalidValue, "w", new Tensor([1], [float.NaN]));
        RequireRefusal(TensorFileError.InvalidName, "", new Tensor([1], [0]));
        RequireRefusal(TensorFileError.InvalidName, "__metadata__", new Tensor([1], [0]));
        RequireRefusal(TensorFileError.InvalidName, new string('a', TensorFileLimits.MaxNameBytes + 1), new Tensor([1], [0]));

        static void RequireRefusal(TensorFileError error, string name, Tensor tensor)
        {
            using var stream = new MemoryStream();
            var refusal = Assert.Throws<TensorFileException>(() => SafetensorsFile.Write(stream, new Dictionary<string, Tensor> { [name] = tensor }));
            Assert.Equal((error, 0L), (refusal.Error, stream.Length));
        }
    }

    [Fact]
    public void Damage_IsRefusedOrReadsAsTensors()
    {
        byte[] bytes = Written(new Dictionary<string, Tensor> { ["a"] = new([2, 3], [1, 2, 3, 4, 5, 6]), ["b"] = new([2], [7, 8]) });
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, bytes.Length]).Sample((offset, value, cut) =>
        {
            byte[] damaged = [.. bytes.AsSpan(0, Math.Max(offset + 1, cut))];
            damaged[offset] = value;
            try
            {
                Assert.All(SafetensorsFile.Read(new MemoryStream(damaged)), pair => Assert.All(pair.Value.Values.ToArray(), number => Assert.True(float.IsFinite(number))));
            }
            catch (TensorFileException)
            {
                // refused, as it should be
            }
        }, iter: 5000);
    }

    private static byte[] HandBuilt(string header, string data) =>
        [.. Length((ulong)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. Convert.FromHexString(data)];

    private static byte[] Length(ulong length)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }

    private static byte[] Written(IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, tensors);
        return stream.ToArray();
    }
}
