namespace BasedAI.Fhe.Measurement;

/// <summary>How long one operation takes.</summary>
/// <param name="Op">Name, as in <see cref="CkksSuite.OperationNames"/>.</param>
/// <param name="MedianUs">Median of the runs in microseconds, each run one or more calls long.</param>
/// <param name="MinUs">Least of the runs in microseconds: what the code costs when nothing disturbs it.</param>
/// <param name="Runs">Runs timed.</param>
public sealed record MeasuredOperation(string Op, double MedianUs, double MinUs, int Runs);
