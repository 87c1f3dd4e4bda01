using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BasedAI.Protocol;

namespace BasedAI.Grains.Tests;

/// <summary>
/// An engine that does what a test wrote down for an input: slow, silent, failing, wrong. Without a script it computes a digest in four
/// steps.
/// </summary>
internal sealed class ScriptedEngine : IPlanEngine
{
    private static readonly TimeSpan LoadingStep = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<string, Script> _scripts = [];

    public Script For(BlobRef input) => _scripts.GetOrAdd(input.Sha256, _ => new Script());

    public static byte[] RightAnswer(BlobRef input) => SHA256.HashData(Encoding.ASCII.GetBytes(input.Sha256));

    public PlanRun Run(BlobRef plan, BlobRef keys, BlobRef input, IProgress<WorkStep> progress, CancellationToken cancellationToken)
    {
        var script = For(input);
        var run = Interlocked.Increment(ref script.Runs);
        script.Plans.Enqueue(plan);
        for (var loaded = TimeSpan.Zero; loaded < script.Loading; loaded += LoadingStep)
        {
            cancellationToken.WaitHandle.WaitOne(LoadingStep);
            progress.Report(new WorkStep(0, script.Steps));
        }

        for (var step = 1; step <= script.Steps; step++)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                script.BeforeStep?.Invoke(run, step, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref script.Cancelled);
                throw;
            }

            progress.Report(new WorkStep(step, script.Steps));
        }

        return new PlanRun(script.Answer?.Invoke(run) ?? RightAnswer(input), TimeSpan.FromMilliseconds(1));
    }

    internal sealed class Script
    {
        public int Runs;
        public int Cancelled;

        /// <summary>The plans that were run.</summary>
        public ConcurrentQueue<BlobRef> Plans { get; } = [];

        public int Steps { get; set; } = 4;

        /// <summary>How long a run loads before its first step; it reports meanwhile.</summary>
        public TimeSpan Loading { get; set; }

        /// <summary>Called before each step with the number of the run (from 1, miners and validators alike); may wait or throw.</summary>
        public Action<int, int, CancellationToken>? BeforeStep { get; set; }

        /// <summary>The bytes a run gives; null for the right ones.</summary>
        public Func<int, byte[]?>? Answer { get; set; }
    }
}
