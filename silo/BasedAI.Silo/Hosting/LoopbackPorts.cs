using System.Net;
using System.Net.Sockets;

namespace BasedAI.Silo;

/// <summary>Looks at ports before anything heavy starts, so that a port in use is a clear line and not a stack trace.</summary>
internal static class LoopbackPorts
{
    /// <summary>A free port on loopback.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <exception cref="NodeStartException">Something listens there, or the address is not one of this machine.</exception>
    public static void MustBeFree(IPEndPoint endpoint, string remedy)
    {
        if (endpoint.Port == 0)
            return;
        try
        {
            using var listener = new TcpListener(endpoint);
            listener.Start();
        }
        catch (SocketException exception)
        {
            var reason = exception.SocketErrorCode == SocketError.AddressAlreadyInUse ? "it is in use by another program" : exception.Message;
            throw new NodeStartException(ExitCodes.Failure, $"cannot listen on {endpoint}: {reason}. {remedy}", exception);
        }
    }
}
