namespace BasedAI.Cli;

/// <summary>One line of an evaluation file.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Text">The text.</param>
/// <param name="Label">The right class, 0 or 1.</param>
internal sealed record LabelledText(int Line, string Text, int Label);
