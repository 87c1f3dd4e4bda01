using System.Text.Json;

namespace BasedAI.Fhe.Seal.Tests;

/// <summary>A folder two processes exchange files in; gone afterwards.</summary>
internal sealed class WorkFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("seal-").FullName;

    public string PathOf(string name) => Path.Combine(FullPath, name);

    public byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(PathOf(name), bytes);

    public T ReadJson<T>(string name) => JsonSerializer.Deserialize<T>(Read(name))!;

    public void WriteJson<T>(string name, T value) => Write(name, JsonSerializer.SerializeToUtf8Bytes(value));

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
