namespace BasedAI.Storage;

/// <summary>Applies the reminder tables before the reminder service asks for them.</summary>
internal sealed class SqliteReminderSchema(string path) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>The name under which the ADO.NET provider finds Microsoft.Data.Sqlite.</summary>
    public const string Invariant = "System.Data.SQLite";

    private const int Version = 1;
    private const string Resource = "sqlite-reminders.sql";

    public void Participate(ISiloLifecycle lifecycle)
        => lifecycle.Subscribe(nameof(SqliteReminderSchema), ServiceLifecycleStage.RuntimeInitialize, _ =>
        {
            Apply();
            return Task.CompletedTask;
        });

    public void Apply()
    {
        using var source = typeof(SqliteReminderSchema).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(source);
        using var connection = SqliteSchema.Open(path);
        SqliteSchema.Apply(connection, StorageNames.RemindersComponent, Version, reader.ReadToEnd());
    }
}
