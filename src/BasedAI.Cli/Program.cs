using BasedAI.Cli;

using var stop = new StopSignals();
return await BasedProgram.RunAsync(args, CliContext.OfProcess(), stop.Token);
