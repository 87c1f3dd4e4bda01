using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BasedAI.Silo;

/// <summary>Metrics and traces for an operator's collector; nothing is gathered unless <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
internal static class Telemetry
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void Add(IServiceCollection services)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EndpointVariable)))
            return;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("basedai-silo"))
            .WithMetrics(metrics => metrics.AddMeter("BasedAI", "Microsoft.Orleans").AddRuntimeInstrumentation().AddAspNetCoreInstrumentation().AddOtlpExporter())
            .WithTracing(tracing => tracing.AddSource("Microsoft.Orleans.Application").AddAspNetCoreInstrumentation().AddOtlpExporter());
    }
}
