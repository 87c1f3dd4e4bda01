using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>A decrypted answer and how it came about.</summary>
public sealed record InferenceAnswer
{
    /// <summary>The job.</summary>
    public required JobId Job { get; init; }

    /// <summary>The class the model chose.</summary>
    public required string Label { get; init; }

    /// <summary>
    /// Probability of the second class (<c>positive</c>), rounded to 1e-4 so that it may be shared: the rounding hides the noise of the ciphertext, which
    /// leaks the secret key to whoever has both the ciphertext and the raw decryption.
    /// </summary>
    public required double Probability { get; init; }

    /// <summary>
    /// The raw decrypted value. Never publish it or send it to anyone: the miner has the ciphertext, and a few raw decryptions beside
    /// it give the secret key (Li, Micciancio, EUROCRYPT 2021; CKKS is IND-CPA, not IND-CPA-D). Share <see cref="Label"/> or <see cref="Probability"/>.
    /// </summary>
    public required double RawLogit { get; init; }

    /// <summary>Bytes that travelled.</summary>
    public required InferenceBytes Bytes { get; init; }

    /// <summary>Where the time went.</summary>
    public required InferenceTimes Times { get; init; }

    /// <summary>The miner whose result this is.</summary>
    public required string Miner { get; init; }

    /// <summary>The validators that re-executed the job and found the same bytes.</summary>
    public required IReadOnlyList<string> Validators { get; init; }

    /// <summary>Whether as many validators as were asked for, at least one, found the same bytes and none found others. It is the node that says so.</summary>
    public required bool IsVerified { get; init; }
}

/// <summary>Bytes that travelled for one answer.</summary>
/// <param name="Keys">Evaluation keys sent; 0 where the network had them already.</param>
/// <param name="Input">Encrypted text sent.</param>
/// <param name="Result">Encrypted result received.</param>
public sealed record InferenceBytes(long Keys, long Input, long Result);

/// <summary>Where the time of one answer went.</summary>
/// <param name="Encrypt">Packing and encrypting the text.</param>
/// <param name="Upload">Sending keys and input.</param>
/// <param name="Evaluate">The miner's computing, as the network says.</param>
/// <param name="Verify">From the result to the verdict, as the network says.</param>
/// <param name="Total">From the text to the answer, as the user waits.</param>
public sealed record InferenceTimes(TimeSpan Encrypt, TimeSpan Upload, TimeSpan Evaluate, TimeSpan Verify, TimeSpan Total);
