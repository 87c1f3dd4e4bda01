using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace BasedAI.Fuzz;

/// <summary>
/// The input being read, in a mapped file that outlives the process: if a decoder takes the whole process down, the next run names the input as a finding.
/// Layout: length of the name (4 bytes), length of the input (4), name, input.
/// </summary>
internal static class LastInput
{
    private const int Capacity = 1 << 20;

    private static MemoryMappedViewAccessor? s_view;
    private static string? s_path;

    /// <summary>Starts remembering; moves what an earlier process left to the findings.</summary>
    /// <returns>Path of that finding, or null.</returns>
    public static string? Open(string folder)
    {
        Directory.CreateDirectory(folder);
        s_path = Path.Combine(folder, "in-progress.tmp");
        string? finding = TakeOver(folder);
        s_view = MemoryMappedFile.CreateFromFile(s_path, FileMode.Create, null, Capacity).CreateViewAccessor();
        return finding;
    }

    public static void Remember(string target, byte[] bytes)
    {
        if (s_view is null) return;
        byte[] name = Encoding.UTF8.GetBytes(target);
        s_view.Write(0, name.Length);
        s_view.Write(4, bytes.Length);
        s_view.WriteArray(8, name, 0, name.Length);
        s_view.WriteArray(8 + name.Length, bytes, 0, bytes.Length);
    }

    /// <summary>The run ended as it should.</summary>
    public static void Close()
    {
        s_view?.Dispose();
        s_view = null;
        if (s_path is not null) File.Delete(s_path);
    }

    private static string? TakeOver(string folder)
    {
        if (!File.Exists(s_path)) return null;
        byte[] left = File.ReadAllBytes(s_path);
        if (left.Length < 8) return null;
        int name = BinaryPrimitives.ReadInt32LittleEndian(left), length = BinaryPrimitives.ReadInt32LittleEndian(left.AsSpan(4));
        if (name is <= 0 or > 100 || length < 0 || length > left.Length - 8 - name) return null;
        string path = Path.Combine(folder, Encoding.UTF8.GetString(left, 8, name) + ".unfinished.bin");
        File.WriteAllBytes(path, left[(8 + name)..(8 + name + length)]);
        return path;
    }
}
