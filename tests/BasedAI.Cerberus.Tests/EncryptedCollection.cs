namespace BasedAI.Cerberus.Tests;

/// <summary>Tests that count limbs run while nothing else does.</summary>
[CollectionDefinition("Encrypted", DisableParallelization = true)]
public sealed class EncryptedCollection;
