using System.Numerics;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// The attention-pooling model under encryption:
/// <code>
/// logit = b + Σ_j w_j·(1/n)·Σ_t x_tj + Σ_h (1/n)·Σ_t (x_t·u_h + c_h)²·(x_t·v_h)
/// </code>
/// Inputs "x" and "x/n" in the layouts of <see cref="TokenLayout"/>; output: the logit in every slot. With the feature index
/// slowest, a dot product over features is a product by a plaintext and a fold by doubling, for all tokens and replicas at once.
/// <para>
/// Depth 3. Per group: S = fold(x·U) + C at level 2, squared; Y = (x/n)·V; R = Σ S²·Y + (x/n)·W at level 1, relinearised and
/// rescaled once; sum over all slots at level 0; + b. With input scale Δ a power of two the scales meet exactly:
/// U at scale q₃ and V at scale q₂ give the scale Δ back, S² has Δ²/q₂, so S²·Y has Δ³/q₂, and W is encoded at Δ²/q₂.
/// </para>
/// Relinearisation stays before the rescale: the other order would save NTTs, but the rounding of the degree-2 part is multiplied
/// by s² and costs about six bits.
/// </summary>
public sealed class AttentionPoolingCircuit
{
    /// <summary>Layout of the output port: the same value in every slot.</summary>
    public const string OutputLayout = "scalar-every-slot-v1";

    /// <summary>Name of the port that takes x_t[j].</summary>
    public const string FeaturesPort = "x";

    /// <summary>Name of the port that takes x_t[j]/n.</summary>
    public const string AveragedPort = "x/n";

    /// <summary>Name of the output port.</summary>
    public const string OutputPort = "logit";

    /// <summary>Level of the inputs, and levels consumed.</summary>
    public const int Depth = 3;

    private readonly AttentionPoolingOperands _operands;
    private readonly CkksParameters _parameters;

    /// <summary>Lays the weights out for these parameters.</summary>
    /// <exception cref="ArgumentException">
    /// T or d is not a power of two, T·d is more than the slots, or there are not four primes in Q.
    /// </exception>
    public AttentionPoolingCircuit(CkksParameters parameters, SentimentWeights weights, HeadPlacement placement = HeadPlacement.Interleaved)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(weights);
        if (!BitOperations.IsPow2(weights.TokenCount)
            || !BitOperations.IsPow2(weights.FeatureCount)
            || weights.TokenCount * weights.FeatureCount > parameters.MaxSlots)
        {
            throw new ArgumentException(
                $"T={weights.TokenCount} and d={weights.FeatureCount} must be powers of two, "
                + $"T*d at most {parameters.MaxSlots} slots. Pad with zeros.",
                nameof(weights));
        }
        if (parameters.MaxLevel != Depth)
        {
            throw new ArgumentException(
                $"The circuit has depth {Depth}; the parameters have levels 0 to {parameters.MaxLevel}. Use {Depth + 1} primes in Q.",
                nameof(parameters));
        }
        _parameters = parameters;
        Layout = new TokenLayout
        {
            Replicas = parameters.MaxSlots / (weights.TokenCount * weights.FeatureCount),
            Tokens = weights.TokenCount,
            Features = weights.FeatureCount,
        };
        int headsPerReplica = (weights.HeadCount + Layout.Replicas - 1) / Layout.Replicas;
        Classes = placement == HeadPlacement.Interleaved ? (int)BitOperations.RoundUpToPowerOf2((uint)headsPerReplica) : 1;
        Groups = placement == HeadPlacement.Interleaved ? 1 : headsPerReplica;
        _operands = new AttentionPoolingOperands(parameters, weights, Layout, Groups, Classes);
    }

    /// <summary>N = 2^13, Q of 46 + 3·39 bits, P of 50 bits, scale 2^39: 128 bits of security, depth 3.</summary>
    public static CkksParametersLiteral DefaultParameters { get; } = new()
    {
        LogN = 13,
        LogQ = [46, 39, 39, 39],
        LogP = [50],
        LogDefaultScale = 39,
    };

    /// <summary>Layout of the features.</summary>
    public TokenLayout Layout { get; }

    /// <summary>Layout of the features over the token count, so that the server never learns n.</summary>
    public TokenLayout AveragedLayout => Layout with { LengthThirds = 3 };

    /// <summary>Score ciphertexts.</summary>
    public int Groups { get; }

    /// <summary>p: residue classes of the feature index that hold scores of different heads.</summary>
    public int Classes { get; }

    /// <summary>The plan for <see cref="DefaultParameters"/>. The same weights always give the same plan.</summary>
    /// <exception cref="ArgumentException">As for the constructor.</exception>
    public static ExecutionPlan Compile(SentimentWeights weights, HeadPlacement placement = HeadPlacement.Interleaved) =>
        new AttentionPoolingCircuit(CkksParameters.Create(DefaultParameters), weights, placement).ToPlan();

    /// <summary>Records the circuit as a plan.</summary>
    public ExecutionPlan ToPlan()
    {
        var recorder = new PlanRecorder(_parameters);
        PlanRegister x = recorder.Input(FeaturesPort, Layout.Id, Depth, _parameters.DefaultScale);
        PlanRegister xOverN = recorder.Input(AveragedPort, AveragedLayout.Id, Depth, _parameters.DefaultScale);
        return recorder.ToPlan(OutputPort, OutputLayout, Evaluate(recorder, x, xOverN));
    }

    /// <summary>The circuit, for any reading.</summary>
    /// <param name="algebra">The reading.</param>
    /// <param name="x">Features, level 3, default scale.</param>
    /// <param name="xOverN">Features over the token count, level 3, default scale.</param>
    /// <returns>The logit in every slot, level 0.</returns>
    public T Evaluate<T>(ICkksAlgebra<T> algebra, T x, T xOverN)
    {
        ArgumentNullException.ThrowIfNull(algebra);
        T averagedAt2 = algebra.DropLevel(xOverN, 1);
        T products = Attend(algebra, 0, x, averagedAt2);                                    // level 1, degree 2, scale Δ³/q₂
        for (int group = 1; group < Groups; group++)
        {
            products = algebra.Add(products, Attend(algebra, group, x, averagedAt2));
        }
        T linear = algebra.Multiply(algebra.DropLevel(averagedAt2, 1), _operands.Linear);
        T sum = algebra.Rescale(algebra.Add(algebra.Relinearize(products), linear));        // level 0
        return algebra.Add(SlotSums.InnerSum(algebra, sum, 1, Layout.SlotCount), _operands.Bias);
    }

    /// <summary>S²·Y of one group.</summary>
    private T Attend<T>(ICkksAlgebra<T> algebra, int group, T x, T averagedAt2)
    {
        int featureStep = Layout.FeatureStride;
        T gathered = Gather(algebra, x, _operands.Queries[group], featureStep);             // level 2, scale Δ
        T scores = SlotSums.InnerSum(algebra, gathered, featureStep * Classes, Layout.Features / Classes);
        T squares = algebra.Rescale(algebra.Relinearize(algebra.Square(algebra.Add(scores, _operands.Offsets[group]))));
        T values = Gather(algebra, averagedAt2, _operands.Values[group], featureStep);      // level 1, scale Δ
        return algebra.Multiply(squares, values);
    }

    /// <summary>Σ_i of value·operand_i moved down by i features: brings the features of p neighbouring positions together.</summary>
    private static T Gather<T>(ICkksAlgebra<T> algebra, T value, PlaintextOperand[] operands, int featureStep)
    {
        T sum = algebra.Rescale(algebra.Multiply(value, operands[0]));
        for (int i = 1; i < operands.Length; i++)
        {
            sum = algebra.Add(sum, algebra.Rotate(algebra.Rescale(algebra.Multiply(value, operands[i])), i * featureStep));
        }
        return sum;
    }
}
