using System.Collections.Immutable;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>A decrypted answer and how it came about.</summary>
public sealed record InferenceAnswer
{
    /// <summary>The job.</summary>
    public required JobId Job { get; init; }

    /// <summary>The plan it was computed by, and why that one.</summary>
    public required PlanChoice Choice { get; init; }

    /// <summary>What the decrypted values say, the raw ones with it; see <see cref="RawValues"/>.</summary>
    public required AnswerValues Values { get; init; }

    /// <summary>The class the model chose, or null for an embedding.</summary>
    public string? Label => Values.Label;

    /// <summary>
    /// Probability of the second label of a binary classification (<c>positive</c>), of <see cref="Label"/> otherwise; null for an embedding. Rounded to 1e-4
    /// so that it may be shared: the rounding hides the noise of the ciphertext, which leaks the secret key to whoever has both the ciphertext and the raw
    /// decryption.
    /// </summary>
    public double? Probability => Values.Probability;

    /// <summary>
    /// The raw decrypted values: logits, or the vector. Never publish them or send them to anyone: the miner has the ciphertext, and a few raw decryptions
    /// beside it give the secret key (Li, Micciancio, EUROCRYPT 2021; CKKS is IND-CPA, not IND-CPA-D). Share <see cref="Label"/>, <see cref="Probability"/> or
    /// the rounded <see cref="AnswerValues.Vector"/>.
    /// </summary>
    public ImmutableArray<double> RawValues => Values.Raw;

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
/// <param name="Input">Encrypted input sent.</param>
/// <param name="Result">Encrypted result received.</param>
public sealed record InferenceBytes(long Keys, long Input, long Result);

/// <summary>Where the time of one answer went.</summary>
/// <param name="KeyGeneration">Making keys; nothing where they were there.</param>
/// <param name="Encrypt">Packing and encrypting the input.</param>
/// <param name="Upload">Sending keys and input.</param>
/// <param name="Evaluate">The miner's computing, as the network says.</param>
/// <param name="Verify">From the result to the verdict, as the network says.</param>
/// <param name="Total">From the input to the answer, as the user waits.</param>
public sealed record InferenceTimes(TimeSpan KeyGeneration, TimeSpan Encrypt, TimeSpan Upload, TimeSpan Evaluate, TimeSpan Verify, TimeSpan Total);
