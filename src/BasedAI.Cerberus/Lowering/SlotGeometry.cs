using System.Numerics;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// Where the numbers of a value lie. Tokens: slot c + r·(t + T·j), see <see cref="TokenLayout"/>. A record: slot j + d·c, the row repeated. Either way a rotation by k
/// feature strides shifts features cyclically, everywhere at once.
/// </summary>
internal sealed class SlotGeometry
{
    public SlotGeometry(GraphInput input, int slotCount)
    {
        Tokens = input.Tokens;
        Features = (int)BitOperations.RoundUpToPowerOf2((uint)input.Features);
        IsRecord = input.IsRecord;
        SlotCount = slotCount;
        if (!BitOperations.IsPow2(Tokens) || (!IsRecord && Features != input.Features))
            throw new ModelFormatException($"{input.Tokens} tokens of {input.Features} features: both must be powers of two. Pad the rows with zeros.");
        if (Tokens * Features > slotCount) throw new ModelFormatException($"{Tokens} tokens of {Features} features do not fit {slotCount} slots. Use a larger ring.");
        Replicas = slotCount / (Tokens * Features);
    }

    public int SlotCount { get; }

    /// <summary>T.</summary>
    public int Tokens { get; }

    /// <summary>d.</summary>
    public int Features { get; }

    /// <summary>r.</summary>
    public int Replicas { get; }

    public bool IsRecord { get; }

    /// <summary>Slots from one feature to the next.</summary>
    public int FeatureStride => IsRecord ? 1 : Replicas * Tokens;

    /// <summary>Slots from one token to the next.</summary>
    public int TokenStride => Replicas;

    /// <summary>G: tokens that the replicas are apart when all pairs of tokens are in one ciphertext.</summary>
    public int ReplicaGap => Tokens / Replicas;

    /// <summary>The layout of a port.</summary>
    /// <param name="layout">For tokens, what is different from the rows in every replica.</param>
    public string GetLayout(Func<TokenLayout, TokenLayout>? layout = null)
    {
        if (IsRecord) return $"record-p{Features}-v1";
        var plain = new TokenLayout { Tokens = Tokens, Features = Features, Replicas = Replicas };
        return (layout is null ? plain : layout(plain)).Id;
    }

    /// <summary>A vector by replica, token and feature.</summary>
    public SlotVector Fill(string name, Func<int, int, int, double> value)
    {
        double[] slots = new double[SlotCount];
        for (int c = 0; c < Replicas; c++)
        {
            for (int t = 0; t < Tokens; t++)
            {
                for (int j = 0; j < Features; j++) slots[SlotOf(c, t, j)] = value(c, t, j);
            }
        }
        return SlotVector.Create(name, slots);
    }

    public int SlotOf(int replica, int token, int feature) =>
        IsRecord ? feature + (Features * replica) : replica + (Replicas * (token + (Tokens * feature)));
}
