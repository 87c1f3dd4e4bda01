using System.Runtime.InteropServices;
using System.Text;

namespace BasedAI.Storage;

/// <summary>
/// Makes a rename durable: on Unix the folder itself must be synced, which .NET has no call for. Best effort: where the platform or file
/// system refuses, the rename is still atomic and merely may be lost with the power.
/// </summary>
internal static class DurableFolder
{
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return;
        const int ReadOnly = 0;
        var handle = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        if (handle < 0)
            return;
        _ = Synchronize(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
