namespace BasedAI.Storage;

/// <summary>Names that persist: they lie in databases and configuration and must never change.</summary>
public static class StorageNames
{
    /// <summary>The grain storage provider every grain of this project uses.</summary>
    public const string Provider = "basedai";

    /// <summary>Table of grain states.</summary>
    internal const string GrainStateTable = "GrainState";

    /// <summary>Table of schema versions, one row per component.</summary>
    internal const string SchemaTable = "SchemaVersion";

    /// <summary>Component of the grain state table.</summary>
    internal const string GrainStateComponent = "grain-state";

    /// <summary>Component of the reminder tables.</summary>
    internal const string RemindersComponent = "reminders";
}
