using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

/// <summary>A compiled model with its plan and one user's keys.</summary>
internal sealed class EncryptedModel : IDisposable
{
    private readonly SecretKey _secretKey;
    private readonly EvaluationKeySet _keys;
    private readonly PlanExecutor _executor;

    public EncryptedModel(CompiledModel model)
    {
        Model = model;
        Plan = ExecutionPlan.Read(model.ToPlan().ToBytes());
        var generator = new KeyGenerator(Plan.CheckedParameters);
        _secretKey = generator.GenerateSecretKey();
        _keys = generator.GenerateEvaluationKeys(_secretKey, Plan.RequiredKeys);
        Keys = new CountingKeys(_keys);
        _executor = new PlanExecutor(Plan);
    }

    public CompiledModel Model { get; }

    public ExecutionPlan Plan { get; }

    public CountingKeys Keys { get; }

    /// <summary>Encrypts, runs the plan, decrypts: what a user reads.</summary>
    public double[] Ask(CalibrationExample example)
    {
        var parameters = Plan.CheckedParameters;
        var encryptor = new SymmetricEncryptor(parameters, _secretKey);
        var encoder = new CkksEncoder(parameters);
        Ciphertext[] inputs = [.. Model.PackInputs(example.Rows, example.Length).Select((slots, i) =>
        {
            using var plaintext = encoder.Encode(slots, Plan.Inputs[i].Level, Plan.Inputs[i].Scale);
            return encryptor.Encrypt(plaintext);
        })];
        Keys.Reset();
        using var output = _executor.Run(Keys, inputs)[0];
        using var decrypted = new Decryptor(parameters, _secretKey).Decrypt(output);
        double[] answer = new double[parameters.MaxSlots];
        encoder.Decode(decrypted, answer);
        foreach (var input in inputs) input.Dispose();
        int stride = int.Parse(Plan.Output.Layout.Split('-', 'x')[1], System.Globalization.CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, Model.Graph.OutputCount).Select(i => answer[i * stride] / (Model.Graph.Input.IsRecord ? 1 : example.Length))];
    }

    public void Dispose()
    {
        _executor.Dispose();
        _keys.Dispose();
        _secretKey.Dispose();
    }
}
