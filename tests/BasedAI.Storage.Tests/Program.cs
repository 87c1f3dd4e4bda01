using BasedAI.Storage.Tests;

// The crash test runs this assembly again as a child process that writes until it is killed; everybody else runs the tests.
if (args is [CrashTests.ChildArgument, var database])
{
    await CrashTests.WriteForEver(database);
    return 0;
}

return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
