namespace BasedAI.Client;

/// <summary>The same model in the clear, for comparing. It runs on the user's machine, with the weights the owner published.</summary>
public interface IPlainModel
{
    /// <summary>The values the encrypted answer holds, sums over tokens divided by their number.</summary>
    /// <param name="rows">As encoded: T × d of a text, 1 × features of a record.</param>
    /// <param name="length">Number of rows in use, at least 1.</param>
    double[] Evaluate(double[,] rows, int length);
}
