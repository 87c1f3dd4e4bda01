using System.Text;
using CsCheck;

namespace BasedAI.Cerberus.Tests;

/// <summary>Files built by hand as exportsd.py's save_state_dict writes them.</summary>
public sealed class StateDictFileTests
{
    // 2 entries: "w" float32 [2, 2] = 1, -2, 3, 0.5; "b" float64 [] = -0.25
    private const string Small = "02" + "0177" + "060202" + "02" + "0000803F000000C0000040400000003F" + "0162" + "0700" + "000000000000D0BF";

    [Fact]
    public void Read_AFileBuiltByHand()
    {
        foreach (Stream stream in (Stream[])[new MemoryStream(Convert.FromHexString(Small)), new TricklingStream(Convert.FromHexString(Small))])
        {
            IReadOnlyDictionary<string, Tensor> tensors = StateDictFile.Read(stream);
            Assert.Equal(["b", "w"], tensors.Keys);
            Assert.Equal([2, 2], tensors["w"].Shape);
            Assert.Equal([1f, -2f, 3f, 0.5f], tensors["w"].Values.ToArray());
            Assert.Empty(tensors["b"].Shape);
            Assert.Equal([-0.25f], tensors["b"].Values.ToArray());
        }
    }

    [Fact]
    public void Read_HalvesAndLongNumbers()
    {
        // One entry with a name of 130 bytes (LEB128 82 01), bfloat16 [300] (AC 02), and one of float16 [0].
        string name = new('n', 130);
        byte[] bytes =
        [
            2, 0x82, 0x01, .. Encoding.ASCII.GetBytes(name), 15, 1, 0xAC, 0x02, .. Enumerable.Range(0, 300).SelectMany(static i => new byte[] { (byte)((i & 1) * 0x80), 0x3F }),
            1, (byte)'e', 5, 1, 0,
        ];
        IReadOnlyDictionary<string, Tensor> tensors = StateDictFile.Read(new MemoryStream(bytes));
        Assert.Equal(300, tensors[name].Count);
        Assert.Equal([0.5f, 1f, 0.5f], tensors[name].Values[..3].ToArray());
        Assert.Equal(0, tensors["e"].Count);
    }

    [Theory]
    [InlineData(TensorFileError.Truncated, "")]
    [InlineData(TensorFileError.Truncated, "01")]
    [InlineData(TensorFileError.Truncated, "01016106")]
    [InlineData(TensorFileError.Truncated, "010161060101000080")]
    [InlineData(TensorFileError.TooLarge, "8120")]                                           // 4,097 entries
    [InlineData(TensorFileError.TooLarge, "FFFFFFFFFFFFFFFF7F")]
    [InlineData(TensorFileError.InvalidHeader, "FFFFFFFFFFFFFFFFFF01")]
    [InlineData(TensorFileError.InvalidHeader, "8100")]                                      // 1, not in its shortest form
    [InlineData(TensorFileError.InvalidName, "01" + "00")]
    [InlineData(TensorFileError.InvalidName, "01" + "8102")]                                 // 257 bytes
    [InlineData(TensorFileError.InvalidName, "01" + "01FF")]
    [InlineData(TensorFileError.InvalidName, "01" + "010A" + "0600" + "00000000")]
    [InlineData(TensorFileError.UnsupportedType, "01" + "0161" + "0400" + "0000000000000000")]
    [InlineData(TensorFileError.UnsupportedType, "01" + "0161" + "E72400")]                  // 4711: what exportsd says of a type it does not know
    [InlineData(TensorFileError.UnsupportedType, "01" + "0161" + "868080801000")]            // 6 + 2^32
    [InlineData(TensorFileError.InvalidShape, "01" + "0161" + "0609")]
    [InlineData(TensorFileError.TooLarge, "01" + "0161" + "0601" + "8080808010")]            // 2^32
    [InlineData(TensorFileError.TooLarge, "01" + "0161" + "0602" + "808004" + "808004")]     // 2^16 by 2^16
    [InlineData(TensorFileError.InvalidValue, "01" + "0161" + "0600" + "0000807F")]
    [InlineData(TensorFileError.DuplicateName, "02" + "0161" + "0600" + "00000000" + "0161" + "0600" + "00000000")]
    [InlineData(TensorFileError.TrailingBytes, Small + "00")]
    public void Read_WhatIsWrongIsSaid(TensorFileError error, string hex) =>
        Assert.Equal(error, Assert.Throws<TensorFileException>(() => StateDictFile.Read(new MemoryStream(Convert.FromHexString(hex)))).Error);

    [Fact]
    public void Read_SizesNobodySent_TakeNoMemory()
    {
        byte[] bytes = Convert.FromHexString("01" + "0161" + "0601" + "80808020" + "00000000");        // 2^26 values
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<TensorFileException>(() => StateDictFile.Read(new TricklingStream(bytes)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Damage_IsRefusedOrReadsAsTensors()
    {
        byte[] bytes = Convert.FromHexString(Small);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, bytes.Length]).Sample((offset, value, cut) =>
        {
            byte[] damaged = [.. bytes.AsSpan(0, Math.Max(offset + 1, cut))];
            damaged[offset] = value;
            try
            {
                Assert.InRange(StateDictFile.Read(new MemoryStream(damaged)).Count, 0, 2);
            }
            catch (TensorFileException)
            {
                // refused, as it should be
            }
        }, iter: 5000);
    }
}
