using System.Buffers.Text;
using System.Security.Cryptography;

namespace BasedAI.Silo;

/// <summary>The operator's token: 32 random bytes as base64url in a file only its owner may read, made at the first start.</summary>
internal static class OperatorTokenFile
{
    private const int TokenBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="IOException">The file cannot be read or written, or holds no token.</exception>
    public static string ReadOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);
        var token = File.ReadAllText(path).Trim();
        if (token.Length < 16)
            throw new IOException($"{path} holds no token; delete it, and the next start makes a new one.");
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerOnly)
            File.SetUnixFileMode(path, OwnerOnly);
        return token;
    }

    private static void Create(string path)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(temporary, options))
        {
            var token = new byte[Base64Url.GetEncodedLength(TokenBytes) + 1];
            Base64Url.EncodeToUtf8(RandomNumberGenerator.GetBytes(TokenBytes), token);
            token[^1] = (byte)'\n';
            file.Write(token);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
