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
