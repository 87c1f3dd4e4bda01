namespace BasedAI.Cli;

/// <summary>A bar on a terminal, a line every tenth elsewhere.</summary>
internal sealed class CountProgress(ProgressDisplay display, int total)
{
    private const int BarWidth = 30;

    private int _tenths;

    public void Report(int done)
    {
        var filled = (int)((long)done * BarWidth / total);
        display.Now($"{new string('█', filled)}{new string('░', BarWidth - filled)} {done} of {total}");
        var tenths = (int)(10L * done / total);
        if (tenths <= _tenths) return;
        _tenths = tenths;
        display.Line("done", $"{done} of {total}");
    }
}
