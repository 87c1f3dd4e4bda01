using BasedAI.Protocol;

namespace BasedAI.EndToEnd.Tests;

/// <summary>The model beside the node program.</summary>
internal static class ShippedModel
{
    public static ModelManifest Manifest()
    {
        var path = Path.Combine(Path.GetDirectoryName(TestNode.SiloProgram())!, "models", "sentiment-mini", "model.json");
        if (!File.Exists(path)) Assert.Skip("The folder silo/models/sentiment-mini is not there.");
        return ModelManifest.Parse(File.ReadAllBytes(path));
    }
}
