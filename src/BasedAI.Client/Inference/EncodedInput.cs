namespace BasedAI.Client;

/// <summary>An input as a model sees it: the rows that are encrypted. A text has one row per token, a record has one.</summary>
public abstract class EncodedInput
{
    private protected EncodedInput(double[,] rows, int length) => (Rows, Length) = (rows, length);

    /// <summary>
    /// Of a text T × d: row t is the RMS-normalised embedding of token t, with a 1 at its end where the model has a constant feature; rows from
    /// <see cref="Length"/> on are zero; no entry exceeds sqrt(d) in size. Of a record 1 × features: its standardised numbers.
    /// </summary>
    public double[,] Rows { get; }

    /// <summary>Number of rows in use, n: of a text its tokens, at most T; of a record 1. A text without a single token has n = 0, and no model has an answer to it.</summary>
    public int Length { get; }

    internal double[] FirstRow()
    {
        var row = new double[Rows.GetLength(1)];
        for (var j = 0; j < row.Length; j++) row[j] = Rows[0, j];
        return row;
    }
}
