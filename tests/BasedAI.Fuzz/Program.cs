using BasedAI.Fuzz;
using BasedAI.Fuzz.Instrumentation;

// Options first: help must not wait for anything to be woven. The run itself happens in a copy of this assembly that sees instrumented decoders.
if (!FuzzOptions.TryParse(args, out var options, out string? complaint))
{
    Console.Error.WriteLine($"{complaint} Try --help.");
    return FuzzExit.WrongArguments;
}

if (options.IsHelp)
{
    Console.Out.Write(FuzzOptions.Help);
    return FuzzExit.Clean;
}

return options.IsUninstrumented ? FuzzRun.Run(args) : InstrumentedContext.Run(args);
