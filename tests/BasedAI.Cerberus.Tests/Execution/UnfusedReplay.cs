using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

/// <summary>A plan instruction by instruction, through the engine's algebra: what an executor's bytes are compared with.</summary>
internal static class UnfusedReplay
{
    public static byte[] Run(ExecutionPlan plan, IEvaluationKeySet keys, IReadOnlyList<Ciphertext> inputs)
    {
        using var operands = new EncodedOperands(plan.CheckedParameters);
        using var algebra = new CiphertextAlgebra(new CkksEvaluator(plan.CheckedParameters, keys), operands);
        return EncryptedSentiment.Bytes(PlanReplay.Run(plan.Instructions, inputs, plan.Operands, algebra));
    }
}
