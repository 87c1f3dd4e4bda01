using System.Data.Common;
using BasedAI.Protocol;
using Microsoft.Extensions.Logging;

namespace BasedAI.Grains;

/// <summary>
/// Lets only what every caller can read leave this project's grains: <see cref="GrainFault"/>, cancellation, and Orleans' own exceptions
/// (among them the storage conflict, on which the runtime lets an activation go). Everything else is logged under a reference and becomes
/// an <see cref="ErrorCodes.Internal"/> fault that names the reference and nothing from inside.
/// </summary>
internal sealed partial class FaultFilter(ILogger<FaultFilter> logger) : IIncomingGrainCallFilter
{
    private readonly ILogger<FaultFilter> _logger = logger;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception exception) when (!IsReadable(exception) && IsOurs(context))
        {
            var reference = Guid.NewGuid().ToString("N")[..12];
            LogFault(exception, reference, context.InterfaceName, context.MethodName, context.TargetId);
            throw new GrainFault(
                ErrorCodes.Internal, $"The node failed; its log has reference {reference}.", exception is DbException or TimeoutException);
        }
    }

    private static bool IsReadable(Exception exception) => exception is GrainFault or OperationCanceledException or OrleansException;

    private static bool IsOurs(IIncomingGrainCallContext context)
        => context.InterfaceMethod.DeclaringType?.Assembly == typeof(IBrainGrain).Assembly;

    [LoggerMessage(60, LogLevel.Error, "Fault {Reference} in {Interface}.{Method} of {Target}")]
    private partial void LogFault(Exception exception, string reference, string @interface, string method, GrainId target);
}
