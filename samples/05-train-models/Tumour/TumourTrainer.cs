using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Samples.TrainModels.Tumour;

/// <summary>Trains a <see cref="SquareNetwork"/> on standardised cases by Adam; one thread, a function of its arguments.</summary>
public static class TumourTrainer
{
    public static SquareNetwork Train(IReadOnlyList<TumourCase> cases, Standardization scale, TumourOptions options, ulong seed)
    {
        var random = new TrainingRandom(seed);
        var network = new SquareNetwork(cases[0].Measurements.Length, options.HiddenUnits);
        network.Initialize(random);
        var adam = new Adam<double>(network.Parameters.Length, options.WeightDecay, options.MaxGradientNorm);
        var inputs = cases.Select(item => scale.Apply(item.Measurements)).ToArray();
        var order = Enumerable.Range(0, cases.Count).ToArray();
        var gradient = new double[network.Parameters.Length];
        var logits = new double[1];
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle(order);
            for (var i = 0; i < order.Length; i++)
            {
                logits[0] = network.Forward(inputs[order[i]]);
                Loss.Differentiate(logits, cases[order[i]].Label);
                network.Backward(logits[0] / options.BatchSize, inputs[order[i]], gradient);
                if ((i + 1) % options.BatchSize == 0 || i + 1 == order.Length)
                    adam.Step(network.Parameters, gradient, options.LearningRate * (1 - (epoch + (double)i / order.Length) / options.Epochs));
            }
        }

        // As it is written: in single precision.
        foreach (ref var value in network.Parameters.AsSpan())
            value = (float)value;
        return network;
    }
}
