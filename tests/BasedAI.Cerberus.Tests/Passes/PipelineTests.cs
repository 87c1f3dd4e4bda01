namespace BasedAI.Cerberus.Tests;

/// <summary>Every pass is run on every kind of model it may meet, and the circuit after it is compared, slot by slot in the clear, with the graph before it.</summary>
public sealed class PipelineTests
{
    [Theory]
    [InlineData(ShiftSource.Client, 1), InlineData(ShiftSource.Spread, 5)]
    public void Exact_passes_change_no_answer_and_every_circuit_computes_its_graph(ShiftSource shifts, int classes)
    {
        var graph = RandomModels.Block(1, classes: classes);
        CalibrationExample[] examples = [RandomModels.Example(1, RandomModels.Tokens), RandomModels.Example(2, 7), RandomModels.Example(3, 1)];
        var context = new PassContext { Options = new CompilerOptions { Shifts = shifts, ScaleBits = 31, Diagonals = 8, Without = new HashSet<string> { "minimize-modulus" } } };
        var report = PassPipeline.CreateDefault().Run(graph, context);

        Assert.Equal(11, report.Stages.IndexOf(report.LastExact));
        foreach (var stage in report.Stages)
        {
            bool isExact = report.Stages.IndexOf(stage) <= 11;
            foreach (var example in examples)
            {
                double[] clear = GraphInterpreter.Run(stage.State.Graph, example.Rows, example.Length);
                double[] circuit = stage.Model!.RunInTheClear(example.Rows, example.Length);
                AssertClose(clear, circuit, stage.Name);
                if (isExact) AssertClose(GraphInterpreter.Run(graph, example.Rows, example.Length), clear, stage.Name);
            }
        }
    }

    private static void AssertClose(double[] expected, double[] actual, string stage)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) < 1e-9 * Math.Max(1, Math.Abs(expected[i])), $"{stage}: output {i} is {actual[i]:R}, expected {expected[i]:R}");
    }
}
