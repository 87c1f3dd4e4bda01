namespace BasedAI.Cerberus.Tests;

/// <summary>One pass at a time: a small graph in, what came out.</summary>
public sealed class PassTests
{
    private static readonly PassContext Context = new();

    private static CompilerState Start => new(RandomModels.Block(3), new CircuitSchedule());

    [Fact]
    public void Fuse_attention_multiplies_out_and_puts_the_offset_at_the_constant()
    {
        var before = (AttentionLayer)Start.Graph.Find("attention")!.Operation;
        var after = (FusedAttentionLayer)new FuseAttentionPass().Run(Start, Context).Graph.Find("attention")!.Operation;
        int constant = RandomModels.Features - 1;
        var head = before.Heads[2];
        double expected = before.ScoreScale * head.Query.Transpose().Multiply(head.Key)[constant, constant];
        Assert.Equal(expected + head.Offset, after.Heads[2].Score[constant, constant], 1e-12);
        Assert.Equal(head.Output.Multiply(head.Value)[5, 6], after.Heads[2].Output[5, 6], 1e-12);
    }

    [Fact]
    public void Fuse_readout_ends_the_graph_with_one_layer_and_no_bias()
    {
        var graph = new FuseReadoutPass().Run(Start, Context).Graph;
        var readout = Assert.IsType<ReadoutLayer>(graph.Output.Operation);
        Assert.Equal(["residual1", "activation"], graph.Output.Inputs);
        Assert.All(readout.Bias, static bias => Assert.Equal(0, bias));
        Assert.Equal(["embedding", "attention", "residual1", "linear1", "activation", "readout"], graph.Nodes.Select(static node => node.Name));
        Assert.Equal([0, 0, 1], ((PolynomialLayer)graph.Find("activation")!.Operation).Coefficients);
    }

    [Fact]
    public void Prune_heads_keeps_the_head_that_looks_somewhere()
    {
        var fused = new FuseAttentionPass().Run(Start, Context);
        var attention = (FusedAttentionLayer)fused.Graph.Find("attention")!.Operation;
        // Three heads weigh every token alike through the constant; the second looks at features.
        int constant = RandomModels.Features - 1;
        var even = DenseMatrix.Create(RandomModels.Features, RandomModels.Features, (i, j) => i == constant && j == constant ? 1 : 0);
        var heads = attention.Heads.Select((head, h) => h == 1 ? new FusedHead(head.Score.Scale(8), head.Output) : new FusedHead(even, head.Output));
        var state = fused with { Graph = fused.Graph.With("attention", new FusedAttentionLayer([.. heads])) };
        var data = new CalibrationData([RandomModels.Example(1, 16), RandomModels.Example(2, 9)]);

        double[] entropies = HeadEntropy.Measure(state.Graph, state.Graph.Find("attention")!, (FusedAttentionLayer)state.Graph.Find("attention")!.Operation, data);
        Assert.Equal(1, entropies[0], 1e-9);
        Assert.True(entropies[1] < 0.98);
        var kept = (FusedAttentionLayer)new PruneHeadsPass().Run(state, Context with { Calibration = data }).Graph.Find("attention")!.Operation;
        Assert.Same(((FusedAttentionLayer)state.Graph.Find("attention")!.Operation).Heads[1], Assert.Single(kept.Heads));
    }

    [Fact]
    public void Sparsify_diagonals_leaves_neighbouring_ones()
    {
        var state = new SparsifyDiagonalsPass().Run(new FuseAttentionPass().Run(Start, Context), Context with { Options = new CompilerOptions { Diagonals = 8 } });
        var attention = (FusedAttentionLayer)state.Graph.Find("attention")!.Operation;
        int[] expected = [.. Enumerable.Range(0, 8)];
        Assert.Equal(expected, attention.Heads[0].Output.GetDiagonals(RandomModels.Features));
        Assert.Equal(expected, attention.Heads[0].Score.Transpose().GetDiagonals(RandomModels.Features));
        Assert.Equal(expected, ((LinearLayer)state.Graph.Find("linear1")!.Operation).Weight.GetDiagonals(RandomModels.Features));
    }

    [Fact]
    public void Weights_trained_again_must_have_the_form_the_passes_left()
    {
        var squeezed = new SparsifyDiagonalsPass().Run(
            new PruneHeadsPass().Run(new FuseReadoutPass().Run(new FuseAttentionPass().Run(Start, Context), Context), Context), Context with { Options = new CompilerOptions { Diagonals = 8 } });
        var other = Context with { TrainedAgain = RandomModels.Block(4) };
        var exception = Assert.Throws<ModelFormatException>(() => new UseTrainedAgainPass().Run(squeezed, other));
        Assert.Contains("4", exception.Message, StringComparison.Ordinal);

        var oneHead = Context with { TrainedAgain = RandomModels.Block(4, heads: 1) };
        Assert.Contains("diagonals that were dropped", Assert.Throws<ModelFormatException>(() => new UseTrainedAgainPass().Run(squeezed, oneHead)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GELU"), InlineData("ReLU")]
    public void Activations_become_polynomials_that_decide_alike(string function)
    {
        var graph = Start.Graph.With("activation", new ActivationLayer(function));
        var data = new CalibrationData([.. Enumerable.Range(0, 60).Select(static i => RandomModels.Example(i, 1 + (i % 16)))]);
        var result = new ApproximateActivationsPass().Run(new CompilerState(graph, new CircuitSchedule()), Context with { Calibration = data }).Graph;
        Assert.True(((PolynomialLayer)result.Find("activation")!.Operation).Degree >= 2);
        int alike = data.Examples.Count(example => Decisions.Of(GraphInterpreter.Run(graph, example.Rows, example.Length)) == Decisions.Of(GraphInterpreter.Run(result, example.Rows, example.Length)));
        Assert.True(alike >= 0.995 * data.Examples.Count);
    }

    [Fact]
    public void An_activation_without_inputs_to_measure_is_refused()
    {
        var state = new CompilerState(Start.Graph.With("activation", new ActivationLayer("GELU")), new CircuitSchedule());
        Assert.Contains("calibration", Assert.Throws<ModelFormatException>(() => new ApproximateActivationsPass().Run(state, Context)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pass_that_does_not_exist_cannot_be_left_out()
    {
        var context = Context with { Options = new CompilerOptions { Without = new HashSet<string> { "magic" } } };
        Assert.Contains("fuse-attention", Assert.Throws<ArgumentException>(() => PassPipeline.CreateDefault().Run(Start.Graph, context)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_passes_are_those_of_their_switches()
    {
        string[] names = [.. PassPipeline.CreateDefault().Passes.Select(static pass => pass.Name)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, static name => Assert.Matches("^[a-z]+(-[a-z]+)*$", name));
    }
}
