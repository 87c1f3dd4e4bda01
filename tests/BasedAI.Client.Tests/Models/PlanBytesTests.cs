namespace BasedAI.Client.Tests.Models;

/// <summary>The sizes a client reckons with before it makes anything are those of what it makes.</summary>
public sealed class PlanBytesTests
{
    [Fact]
    public void Keys_and_inputs_have_exactly_the_bytes_foretold()
    {
        var model = ModelRequirements.Of(SampleManifest.WithTwoPlans());
        using var ring = new ClientKeyRing();
        foreach (var plan in model.Plans)
        {
            var keys = ring.Make(plan);
            Assert.Equal(plan.KeyBytes, keys.EvaluationKeyBytes.Length);
            Assert.Equal(plan.InputBytes, keys.Encrypt(plan, SampleInput.Text()).Length);
        }

        Assert.True(model.Plans[0].InputBytes > model.Plans[1].InputBytes);
    }

    [Fact]
    public void A_result_is_never_longer_than_foretold()
    {
        var plan = ModelRequirements.Of(SampleManifest.Create()).DefaultPlan;
        using var result = Fhe.Rehearsal.CreateCiphertext(plan.Parameters, plan.Parameters.MaxLevel, plan.Parameters.DefaultScale);
        using var bytes = new MemoryStream();
        Fhe.CiphertextBundle.Write([result], bytes);
        Assert.Equal(plan.MaxResultBytes, bytes.Length);
    }
}
