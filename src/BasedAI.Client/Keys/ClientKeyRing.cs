using System.Security.Cryptography;
using BasedAI.Fhe;

namespace BasedAI.Client;

/// <summary>
/// A user's secret keys, and the public evaluation keys made from them, for as many plans as there is need for: one secret per parameter set, one set of
/// evaluation keys per plan's wishes. A secret never leaves the ring except, encrypted under a passphrase, through
/// <see cref="Save(string, ReadOnlySpan{char}, bool)"/>; it has no text form, and disposing the ring wipes it. Thread-safe.
/// </summary>
public sealed class ClientKeyRing : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<PlanKeys> _keys;
    private bool _isDisposed;

    /// <summary>A ring without keys, which makes those of a plan when they are first needed.</summary>
    public ClientKeyRing()
        : this([], makesKeys: true)
    {
    }

    internal ClientKeyRing(List<PlanKeys> keys, bool makesKeys) => (_keys, MakesKeys) = (keys, makesKeys);

    /// <summary>Whether keys that are needed and not there are made. A ring read from a file makes none by itself: they would be lost.</summary>
    public bool MakesKeys { get; }

    /// <summary>The keys there are.</summary>
    public IReadOnlyList<PlanKeys> Keys
    {
        get
        {
            lock (_gate) return [.. _keys];
        }
    }

    /// <summary>A ring with the keys of one plan.</summary>
    public static ClientKeyRing Generate(PlanRequirements plan)
    {
        var ring = new ClientKeyRing();
        try
        {
            ring.Make(plan);
            return ring;
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Reads a key file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">The passphrase; the caller wipes it.</param>
    /// <exception cref="KeyFileException">It cannot be read, is damaged, is no key file, or the passphrase is wrong.</exception>
    public static ClientKeyRing Load(string path, ReadOnlySpan<char> passphrase)
    {
        var (version, content) = KeyFileEnvelope.Open(ReadFile(path), passphrase);
        try
        {
            return KeyRingContent.Read(version, content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>
    /// Writes the ring to a file under a passphrase (Argon2id, AES-256-GCM), readable and writable by its owner only. The file appears whole or not at all.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="passphrase">At least one character; the caller wipes it.</param>
    /// <param name="overwrite">Whether an existing file may be replaced. Whoever replaces a key file can no longer decrypt what it was used for.</param>
    /// <exception cref="KeyFileException">The file exists, or cannot be written.</exception>
    public void Save(string path, ReadOnlySpan<char> passphrase, bool overwrite = false) => Save(path, passphrase, overwrite, PassphraseHash.Default);

    /// <summary>The keys of a plan, or null where they are not there.</summary>
    public PlanKeys? Find(PlanRequirements plan)
    {
        lock (_gate) return _keys.Find(keys => keys.Fits(plan));
    }

    /// <summary>The keys of a plan; where they are not there, they are made if <see cref="MakesKeys"/>.</summary>
    /// <exception cref="KeyFileException">They are not there and are not made.</exception>
    public PlanKeys Get(PlanRequirements plan) => Find(plan) ?? (MakesKeys ? Make(plan) : throw Lacks(plan));

    /// <summary>Makes the keys of a plan unless they are there. Draws a secret key from the operating system where the ring has none of the parameters.</summary>
    public PlanKeys Make(PlanRequirements plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_keys.Find(keys => keys.Fits(plan)) is { } there) return there;
            var known = _keys.Find(keys => keys.Parameters.Id == plan.Parameters.Id)?.Secret;
            var secret = known ?? SecretHolder.Generate(plan.Parameters);
            try
            {
                var made = PlanKeys.Make(secret, plan);
                _keys.Add(made);
                return made;
            }
            catch
            {
                if (known is null) secret.Dispose();
                throw;
            }
        }
    }

    /// <summary>Wipes the secret keys.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var keys in _keys) keys.Secret.Dispose();
        }
    }

    internal void Save(string path, ReadOnlySpan<char> passphrase, bool overwrite, PassphraseHash cost)
    {
        if (passphrase.IsEmpty) throw new ArgumentException("The passphrase must not be empty.", nameof(passphrase));
        if (!overwrite && File.Exists(path))
            throw new KeyFileException(KeyFileError.NotWritten, $"'{path}' exists already and is kept. Choose another name.");
        var content = KeyRingContent.Write(Keys);
        try
        {
            AtomicFile.Write(path, KeyFileEnvelope.Seal(content, passphrase, cost), overwrite, isPrivate: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(KeyFileError.NotWritten, $"The key file '{path}' cannot be written: {exception.Message}", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Why a ring that makes no keys cannot serve a plan.</summary>
    internal KeyFileException Lacks(PlanRequirements plan) => new(KeyFileError.OtherKeys, Keys.Any(keys => keys.Parameters.Id == plan.Parameters.Id)
        ? $"The keys are of the parameters of plan '{plan.Name}' but not exactly those it needs; the model has changed. Make new keys for it."
        : $"The keys are of other parameters ({string.Join(", ", Keys.Select(keys => Describe(keys.Parameters)).Distinct())}) than those of plan '{plan.Name}' "
        + $"({Describe(plan.Parameters)}). Make new keys for it.");

    private static string Describe(CkksParameters parameters) => $"N = {parameters.N}, id {parameters.Id.ToString()[..12]}…";

    private static byte[] ReadFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > KeyFileEnvelope.MaxFileBytes)
                throw new KeyFileException(KeyFileError.NotAKeyFile, $"'{path}' is {stream.Length} bytes long; no key file is.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new KeyFileException(KeyFileError.Missing, $"The key file '{path}' cannot be read: {exception.Message} Make one with 'keys new'.", exception);
        }
    }
}
