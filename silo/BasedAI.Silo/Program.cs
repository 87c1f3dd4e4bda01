using BasedAI.Silo;

var (options, problem) = SiloArguments.Parse(args);
if (SiloArguments.WantsHelp(args))
{
    Console.Out.Write(Usage.Text);
    return ExitCodes.Success;
}

if (options is null)
{
    Console.Error.WriteLine($"error: {problem} Try --help.");
    return ExitCodes.WrongArguments;
}

try
{
    await Node.Run(options, Console.Out);
    return ExitCodes.Success;
}
catch (NodeStartException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return exception.ExitCode;
}
catch (Exception exception)
{
    // The edge of the process: an exit code that scripts know in place of an abort. The text is for the operator's log.
    Console.Error.WriteLine($"error: the node failed: {exception}");
    return ExitCodes.Failure;
}
