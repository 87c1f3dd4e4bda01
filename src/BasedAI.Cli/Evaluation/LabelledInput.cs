using BasedAI.Client;

namespace BasedAI.Cli;

/// <summary>One question of an evaluation, ready to be encrypted.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Encode">Encodes it; what throws is told with the line.</param>
/// <param name="Label">The right class, from 0.</param>
internal sealed record LabelledInput(int Line, Func<EncodedInput> Encode, int Label);
