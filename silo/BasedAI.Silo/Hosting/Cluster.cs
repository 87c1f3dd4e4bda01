using BasedAI.Grains;
using BasedAI.Storage;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace BasedAI.Silo;

/// <summary>The Orleans side of the embedded node: one silo on loopback, state and reminders in SQLite, blobs in files.</summary>
internal static class Cluster
{
    /// <summary>Id of the cluster, and of the service whose id is part of every stored grain. It persists.</summary>
    public const string Id = "basedai";

    public static void Add(WebApplicationBuilder builder, SiloOptions options, DataFolder data)
    {
        builder.Services.AddFileBlobStore(data.Path);
        builder.UseOrleans(silo =>
        {
            // Gateway port 0: users speak HTTP; no port takes grain calls from outside this process.
            silo.UseLocalhostClustering(options.SiloPort, gatewayPort: 0, serviceId: Id, clusterId: Id);
            silo.AddSqliteGrainStorage(data.GrainsFile);
            silo.UseSqliteReminders(data.RemindersFile);
            silo.AddBasedAIGrains(grains => grains.Workers = options.Workers ?? grains.Workers);
            silo.AddActivityPropagation();
            silo.UseSiloMetadata(MetadataOf(builder.Configuration));
            silo.AddDashboard(dashboard =>
            {
                // The trace page streams the live log of the whole process.
                dashboard.HideTrace = true;
                dashboard.CounterUpdateIntervalMs = 1000;
                dashboard.HistoryLength = 100;
            });
            silo.Configure<ClusterMembershipOptions>(Tune);
        });
    }

    /// <summary>
    /// A hung silo is found in about 10 s instead of 60, and one that was declared dead notices within 5 s. With a single silo only the table's
    /// refresh matters; the same values serve when there are more.
    /// </summary>
    private static void Tune(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(2);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(3);
        membership.NumMissedProbesLimit = 3;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }

    private static Dictionary<string, string> MetadataOf(ConfigurationManager configuration)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["accelerator"] = "cpu" };
        foreach (var entry in configuration.GetSection("Orleans:Metadata").GetChildren())
            metadata[entry.Key] = entry.Value ?? "";
        return metadata;
    }
}
