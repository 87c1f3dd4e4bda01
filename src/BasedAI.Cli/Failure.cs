using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary>What a failure means to the user: one message with the remedy, and an exit code. The whole table.</summary>
internal static class Failure
{
    public static (int ExitCode, string Message) Of(Exception exception) => exception switch
    {
        CliException own => (own.ExitCode, own.Message),
        OperationCanceledException => (ExitCodes.Cancelled, "Stopped."),
        JobInterruptedException interrupted => (
            interrupted.InnerException is NodeUnreachableException ? ExitCodes.Unreachable : ExitCodes.Refused,
            $"{interrupted.Message}\nThe job is written down and goes on when the node is back: based job watch {interrupted.Job}"),
        NodeUnreachableException unreachable => (
            ExitCodes.Unreachable,
            $"{unreachable.Message}\nStart one with 'based silo --data DIR', or give its address with --node URL or {NodeAddress.Variable}."),
        BasedApiException refused => (ExitCodes.Refused, $"The network refused ({refused.Code}): {refused.Message}{Remedy(refused.Code)}"),
        PlanChoiceException wrong => (ExitCodes.BadInput, wrong.Message),
        UnsupportedModelException or NodeProtocolException => (ExitCodes.Refused, exception.Message),
        // A width this machine has not: found where a type of kernels is first touched.
        PlatformNotSupportedException unsupported => (ExitCodes.BadInput, unsupported.Message),
        TypeInitializationException { InnerException: { } inner } => Of(inner),
        KeyFileException keyFile => (ExitCodes.KeyFile, keyFile.Message),
        _ => (ExitCodes.Unexpected, $"Unexpected error, please report it: {exception.GetType().Name}: {exception.Message}"),
    };

    private static string Remedy(string code) => code switch
    {
        ErrorCodes.UnknownBrain => "\n'based brain list' shows the Brains of this network.",
        ErrorCodes.NoMiners => "\nStart the node with --miners 1 or more, or ask its operator to register a miner.",
        ErrorCodes.NoValidators => "\nAsk for fewer with --validators N, or start the node with more.",
        ErrorCodes.PlanMismatch => "\nThe Brain got another model meanwhile; run the command again.",
        _ => "",
    };
}
