using System.Collections.Immutable;

namespace BasedAI.Client;

/// <summary>A text input, judged.</summary>
/// <param name="MaxTokens">T.</param>
/// <param name="Dimensions">d, the constant included.</param>
/// <param name="ConstantFeature">Whether each real token's row ends with a 1.</param>
public sealed record TextInput(int MaxTokens, int Dimensions, bool ConstantFeature);

/// <summary>A record input, judged.</summary>
/// <param name="Features">Its numbers, in order.</param>
public sealed record RecordInput(ImmutableArray<RecordFeature> Features);

/// <summary>One number of a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mean">What is subtracted.</param>
/// <param name="Deviation">What is divided by, above 0.</param>
public sealed record RecordFeature(string Name, double Mean, double Deviation);
