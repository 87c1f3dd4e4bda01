using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace BasedAI.Storage;

/// <summary>The embedded providers: everything durable in files, no server.</summary>
public static class SqliteSiloBuilderExtensions
{
    /// <summary>Adds grain storage in a SQLite file (created where it is new) under the name all grains of this project use.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="databasePath">The file, e.g. <c>DATA/grains.db</c>.</param>
    /// <param name="name">The provider's name.</param>
    public static ISiloBuilder AddSqliteGrainStorage(this ISiloBuilder builder, string databasePath, string name = StorageNames.Provider)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(databasePath);
        builder.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => new SqliteGrainStorage(
            new SqliteStateStore(databasePath),
            new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>()),
            services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId));
        builder.Services.AddSingleton(
            services => (ILifecycleParticipant<ISiloLifecycle>)services.GetRequiredKeyedService<IGrainStorage>(name));
        return builder;
    }

    /// <summary>Adds durable reminders in a SQLite file. Give it a file of its own: reminders then never wait for grain state.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="databasePath">The file, e.g. <c>DATA/reminders.db</c>; its tables are made at start.</param>
    public static ISiloBuilder UseSqliteReminders(this ISiloBuilder builder, string databasePath)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(databasePath);
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(new SqliteReminderSchema(databasePath));
        return builder.UseAdoNetReminderService(options =>
        {
            options.Invariant = SqliteReminderSchema.Invariant;
            options.ConnectionString = SqliteSchema.ConnectionString(databasePath);
        });
    }

    /// <summary>Adds the blob store of this process: files below <paramref name="folder"/>.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="folder">The folder, e.g. <c>DATA/blobs</c>; created where it is new.</param>
    /// <param name="maxBlobBytes">The longest blob to take, in bytes.</param>
    public static IServiceCollection AddFileBlobStore(
        this IServiceCollection services,
        string folder,
        long maxBlobBytes = FileBlobStore.DefaultMaxBlobBytes)
    {
        services.TryAddSingleton<IBlobStore>(_ => new FileBlobStore(folder, maxBlobBytes));
        return services;
    }
}
