using System.Net;
using BasedAI.Gateway;
using BasedAI.Protocol;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Orleans.Dashboard;

namespace BasedAI.Silo;

/// <summary>One node from start to stop.</summary>
internal static class Node
{
    /// <summary>Runs until the process is told to stop.</summary>
    /// <exception cref="NodeStartException">It could not start.</exception>
    public static async Task Run(SiloOptions options, TextWriter output)
    {
        using var data = DataFolder.Open(options.Data);
        var models = ServedModel.Choose(options);
        LoopbackPorts.MustBeFree(options.Http, "Choose another with --http.");
        if (options.SiloPort == 0)
            options = options with { SiloPort = LoopbackPorts.Free() };
        LoopbackPorts.MustBeFree(new IPEndPoint(IPAddress.Loopback, options.SiloPort), "Choose another with --silo-port, or use --ephemeral-ports.");

        var application = Build(options, data);
        await using var disposing = application;
        if (await Start(application, models, options))
        {
            var url = UrlOf(application);
            data.Announce(url);
            using var withdrawing = application.Lifetime.ApplicationStopping.Register(data.Withdraw);
            await output.WriteLineAsync($"ready {url}");
            await output.FlushAsync();
            await application.WaitForShutdownAsync();
        }
    }

    /// <summary>
    /// Starts the host and sets its Brains up. False where the node was told to stop before it was ready: whatever failed then, failed because of that,
    /// and the next start does it again.
    /// </summary>
    private static async Task<bool> Start(WebApplication application, IReadOnlyList<ServedModel> models, SiloOptions options)
    {
        var stopping = application.Lifetime.ApplicationStopping;
        try
        {
            await application.StartAsync();
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // A silo that did not get to run refuses to be stopped; disposing the application is all there is to do.
            return false;
        }

        try
        {
            await application.Services.GetRequiredService<NetworkSeeder>().Seed(models, options.Miners, options.Validators, stopping);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            await application.StopAsync();
            return false;
        }

        application.Services.GetRequiredService<NodeReadiness>().Seeded();
        return true;
    }

    private static WebApplication Build(SiloOptions options, DataFolder data)
    {
        // The folder of the program, not the folder it was started in, is where settings may come from.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        NodeLogging.Configure(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 2048;
            // Every reader bounds what it reads. A server limit would reset the connection of a caller that still sends, who then never sees
            // the refusal; without one the rest is thrown away for at most 5 s.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(options.Http);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddBasedAIGateway(new GatewayOptions { OperatorToken = data.OperatorToken, MaxBlobBytes = options.MaxBlobBytes });
        builder.Services.AddSingleton<NetworkSeeder>();
        builder.Services.AddSingleton<NodeReadiness>();
        builder.Services.AddSingleton<INodeReadiness>(services => services.GetRequiredService<NodeReadiness>());
        Telemetry.Add(builder.Services);
        if (options.ParentPid is { } parent)
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ParentWatch>(services, parent));
        Cluster.Add(builder, options, data);

        var application = builder.Build();
        application.UseBasedAIErrors();
        application.UseRouting();
        application.UseAuthentication();
        application.UseAuthorization();
        application.MapBasedAIApi();
        application.MapOrleansDashboard(ApiRoutes.Dashboard).RequireAuthorization(OperatorPolicy.Name);
        return application;
    }

    /// <summary>Where a client on this machine finds the API; "every address" is no address to connect to.</summary>
    private static string UrlOf(WebApplication application)
    {
        var bound = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var host = bound.Host switch
        {
            "0.0.0.0" => IPAddress.Loopback.ToString(),
            "[::]" => $"[{IPAddress.IPv6Loopback}]",
            var named => named,
        };
        return $"{bound.Scheme}://{host}:{bound.Port}";
    }
}
