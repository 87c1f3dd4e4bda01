namespace BasedAI.Client;

/// <summary>
/// The same model in the clear, for comparing: the logit of a text's rows. It runs on the user's machine, with the weights the owner published.
/// </summary>
/// <param name="rows">T × d, as encoded.</param>
/// <param name="length">Number of real rows, 1 … T.</param>
public delegate double PlainModel(double[,] rows, int length);
