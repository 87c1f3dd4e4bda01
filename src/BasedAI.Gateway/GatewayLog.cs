using Microsoft.Extensions.Logging;

namespace BasedAI.Gateway;

/// <summary>Every line the gateway logs: ids, sizes and methods, never a body, a header or a token.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1, LogLevel.Information, "Blob {Sha256} stored, {Bytes} bytes.")]
    public static partial void BlobStored(ILogger logger, string sha256, long bytes);

    [LoggerMessage(2, LogLevel.Information, "Blob {Sha256} refused, {Bytes} bytes announced: {Code}.")]
    public static partial void BlobRefused(ILogger logger, string sha256, long bytes, string code);

    [LoggerMessage(3, LogLevel.Information, "Job {Job} submitted to Brain {Brain}: input {InputBytes} bytes, keys {KeyBytes} bytes, {Validators} validators.")]
    public static partial void JobSubmitted(ILogger logger, string job, int brain, long inputBytes, long keyBytes, int validators);

    [LoggerMessage(4, LogLevel.Information, "{Role} {Member} registered in Brain {Brain} at place {Uid}.")]
    public static partial void MemberRegistered(ILogger logger, string role, string member, int brain, int uid);

    [LoggerMessage(5, LogLevel.Warning, "The cluster did not answer {Method} {Path}: {Reason}.")]
    public static partial void ClusterSilent(ILogger logger, string method, string path, string reason);

    [LoggerMessage(6, LogLevel.Error, "Reference {Reference}: {Method} {Path} failed.")]
    public static partial void Failed(ILogger logger, Exception exception, string reference, string method, string path);

    [LoggerMessage(7, LogLevel.Warning, "A request to {Path} gave a wrong operator token.")]
    public static partial void WrongToken(ILogger logger, string path);
}
