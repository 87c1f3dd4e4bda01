using BasedAI.Samples.TrainModels.Data;

namespace BasedAI.Samples.TrainModels.Tumour;

/// <summary>How a network does on cases.</summary>
/// <param name="Count">Cases.</param>
/// <param name="Correct">Judged right.</param>
/// <param name="Missed">Malignant ones judged benign.</param>
/// <param name="Malignant">Malignant ones.</param>
/// <param name="MaxArgument">Largest |u|.</param>
/// <param name="MaxLogit">Largest |logit|.</param>
public sealed record TumourEvaluation(int Count, int Correct, int Missed, int Malignant, double MaxArgument, double MaxLogit)
{
    public double Accuracy => (double)Correct / Count;

    public static TumourEvaluation Run(SquareNetwork network, Standardization scale, IReadOnlyList<TumourCase> cases)
    {
        int correct = 0, missed = 0;
        double maxArgument = 0, maxLogit = 0;
        foreach (var item in cases)
        {
            var logit = network.Forward(scale.Apply(item.Measurements));
            correct += (logit > 0 ? 1 : 0) == item.Label ? 1 : 0;
            missed += logit <= 0 && item.Label == 1 ? 1 : 0;
            maxLogit = Math.Max(maxLogit, Math.Abs(logit));
            foreach (var u in network.Arguments)
                maxArgument = Math.Max(maxArgument, Math.Abs(u));
        }

        return new TumourEvaluation(cases.Count, correct, missed, cases.Count(item => item.Label == 1), maxArgument, maxLogit);
    }
}
