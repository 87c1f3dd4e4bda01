using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>
/// Refuses calls to this project's grains whose arguments are larger than 256 KiB, on both ways: before they leave a silo (so that they
/// never occupy a connection), and on arrival where the caller is an external client, which has no such filter.
/// </summary>
internal sealed class MessageSizeFilter(MessageSize size) : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        Check(context);
        return context.Invoke();
    }

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.SourceId is not { } source || source.IsClient())
            Check(context);
        return context.Invoke();
    }

    private void Check(IGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType?.Assembly == typeof(IBrainGrain).Assembly && size.IsTooLarge(context.Request))
        {
            throw new GrainFault(
                ErrorCodes.BadRequest,
                $"The arguments of {context.InterfaceName}.{context.MethodName} are larger than {MessageSize.MaxBytes} bytes; "
                + "upload a blob and name it.");
        }
    }
}
