namespace BasedAI.Cli;

/// <summary>One line of a file of labelled texts.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Text">The text.</param>
/// <param name="Label">The right class: its number or its name.</param>
internal sealed record LabelledText(int Line, string Text, string Label);
