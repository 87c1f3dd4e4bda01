namespace BasedAI.Cerberus.Tests;

[Collection("Encrypted")]
public sealed class EncryptedModelTests
{
    [Theory]
    [InlineData(ShiftSource.Client, 1), InlineData(ShiftSource.Spread, 24)]
    public void An_encrypted_block_answers_as_the_model_in_the_clear_and_costs_what_was_counted(ShiftSource shifts, int classes)
    {
        var context = new PassContext { Options = new CompilerOptions { Shifts = shifts, Diagonals = 8, ScaleBits = 34 } };
        var result = PassPipeline.CreateDefault().Run(RandomModels.Block(5, classes: classes), context).Result;
        using var model = new EncryptedModel(result.Model!);
        foreach (var example in (CalibrationExample[])[RandomModels.Example(1, RandomModels.Tokens), RandomModels.Example(2, 1)])
        {
            double[] expected = GraphInterpreter.Run(result.State.Graph, example.Rows, example.Length), actual = model.Ask(example);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], context.Options.MaxError);
        }

        // Before a run every required key is looked at once; a rotation takes its key twice, to check it before it works and to work.
        int checkedGalois = model.Plan.RequiredKeys.Galois.Length, checkedRelinearization = model.Plan.RequiredKeys.RelinearizationLevel is null ? 0 : 1;
        var counters = result.Model!.Counters;
        Assert.Equal(2 * (counters.KeySwitches - counters.Relinearizations), model.Keys.Galois - checkedGalois);
        Assert.Equal(counters.Relinearizations, model.Keys.Relinearization - checkedRelinearization);
        Assert.Equal(counters.KeySwitches, model.Plan.Cost.KeySwitches);
        Assert.Equal(counters.Ntts, model.Plan.Cost.KeySwitchNtts);
    }
}
