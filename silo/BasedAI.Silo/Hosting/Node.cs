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
        var model = ModelOf(options);
        LoopbackPorts.MustBeFree(options.Http, "Choose another with --http.");
        if (options.SiloPort == 0)
            options = options with { SiloPort = LoopbackPorts.Free() };
        LoopbackPorts.MustBeFree(new IPEndPoint(IPAddress.Loopback, options.SiloPort), "Choose another with --silo-port, or use --ephemeral-ports.");

        var application = Build(options, data);
        await using var disposing = application;
        await application.StartAsync();
        application.Lifetime.ApplicationStopping.Register(data.Withdraw);
        await application.Services.GetRequiredService<NetworkSeeder>()
            .Seed(model, options.Miners, options.Validators, application.Lifetime.ApplicationStopping);
        application.Services.GetRequiredService<NodeReadiness>().Seeded();

        var url = UrlOf(application);
        data.Announce(url);
        await output.WriteLineAsync($"ready {url}");
        await output.FlushAsync();
        await application.WaitForShutdownAsync();
    }

    private static ModelFolder? ModelOf(SiloOptions options)
    {
        var folder = Path.Combine(options.Models ?? Path.Combine(AppContext.BaseDirectory, "models"), options.Model);
        var model = ModelFolder.Read(folder);
        return model is null && options.Models is not null
            ? throw new NodeStartException(ExitCodes.WrongArguments, $"there is no model at {folder}: a model's folder has a model.json. Choose with --models and --model.")
            : model;
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
            // The gateway refuses a longer body itself; the margin lets Kestrel read the rest away, so that the sender gets the refusal and not a reset.
            kestrel.Limits.MaxRequestBodySize = 16 * GatewayOptions.MaxJsonBytes;
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

    private static string UrlOf(WebApplication application)
        => application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
}
