using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>What a safetensors header says of one tensor: bytes Begin to End − 1 of the data.</summary>
internal sealed record SafetensorsEntry(string Name, ElementType Type, ImmutableArray<int> Shape, int Count, long Begin, long End);
