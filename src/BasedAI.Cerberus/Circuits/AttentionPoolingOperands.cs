using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// The weights as plaintexts. Head h belongs to replica h mod r, feature class (h div r) mod p and group h div (r·p). Operand i of
/// a group is multiplied before the result moves down by i features, so at position j it holds the weights, at j, of the head whose
/// class is j − i mod p. Places no head belongs to hold zero.
/// </summary>
internal sealed class AttentionPoolingOperands
{
    private readonly TokenLayout _layout;
    private readonly int _headCount;
    private readonly int _classes;

    public AttentionPoolingOperands(CkksParameters parameters, SentimentWeights weights, TokenLayout layout, int groups, int classes)
    {
        _layout = layout;
        _headCount = weights.HeadCount;
        _classes = classes;
        var encoder = new CkksEncoder(parameters);
        Scale scale = parameters.DefaultScale;
        Scale q1 = Prime(parameters, 1);
        Scale q2 = Prime(parameters, 2);
        Scale q3 = Prime(parameters, 3);
        Scale squared = scale * scale / q2;                              // of S², exactly

        Queries = new PlaintextOperand[groups][];
        Values = new PlaintextOperand[groups][];
        Offsets = new PlaintextOperand[groups];
        for (int g = 0; g < groups; g++)
        {
            int group = g;
            Queries[g] = [.. Enumerable.Range(0, classes).Select(i => PlaintextOperand.FromSlots(
                encoder, $"U{group}.{i}", Fill((c, j) => At(group, i, c, j) is int h ? weights.Query(h)[j] : 0), 3, q3))];
            Values[g] = [.. Enumerable.Range(0, classes).Select(i => PlaintextOperand.FromSlots(
                encoder, $"V{group}.{i}", Fill((c, j) => At(group, i, c, j) is int h ? weights.Value(h)[j] : 0), 2, q2))];
            Offsets[g] = PlaintextOperand.FromSlots(
                encoder, $"C{group}", Fill((c, j) => At(group, 0, c, j) is int h ? weights.Offsets[h] : 0), 2, scale);
        }
        Linear = PlaintextOperand.FromSlots(encoder, "W", Fill((_, j) => weights.Linear[j] / layout.Replicas), 1, squared);
        Bias = PlaintextOperand.FromSlots(encoder, "b", Fill((_, _) => weights.Bias), 0, squared * scale / q1);
    }

    /// <summary>U by group, then class: level 3, scale q₃.</summary>
    public PlaintextOperand[][] Queries { get; }

    /// <summary>V by group, then class: level 2, scale q₂.</summary>
    public PlaintextOperand[][] Values { get; }

    /// <summary>C by group: level 2, scale Δ.</summary>
    public PlaintextOperand[] Offsets { get; }

    /// <summary>W, an r-th in each replica: level 1, scale Δ²/q₂.</summary>
    public PlaintextOperand Linear { get; }

    /// <summary>b in every slot: level 0, scale Δ³/(q₂·q₁).</summary>
    public PlaintextOperand Bias { get; }

    private static Scale Prime(CkksParameters parameters, int index) => new(parameters.RingQ[index].Modulus.Value);

    /// <summary>The head whose weights operand i of a group holds at (replica, feature), or null.</summary>
    private int? At(int group, int i, int replica, int feature)
    {
        int featureClass = (feature - i + _classes) % _classes;
        int head = replica + _layout.Replicas * (featureClass + _classes * group);
        return head < _headCount ? head : null;
    }

    private double[] Fill(Func<int, int, double> value)
    {
        double[] slots = new double[_layout.SlotCount];
        for (int c = 0; c < _layout.Replicas; c++)
        {
            for (int j = 0; j < _layout.Features; j++)
            {
                for (int t = 0; t < _layout.Tokens; t++)
                {
                    slots[_layout.SlotOf(c, t, j)] = value(c, j);
                }
            }
        }
        return slots;
    }
}
