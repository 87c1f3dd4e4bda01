using BasedAI.Benchmarks.Ckks;
using BasedAI.Benchmarks.Costs;
using BasedAI.Benchmarks.Plans;
using BasedAI.Benchmarks.Ring;

// Each quick mode prints one table and returns; without one, BenchmarkDotNet takes the arguments.
return args switch
{
    ["ntt", .. var rest] => RingBench.RunNtt(rest),
    ["ring", .. var rest] => RingBench.RunPointwise(rest),
    ["plan", .. var rest] => PlanBench.Run(rest),
    ["cerberus", .. var rest] => CerberusBench.Run(rest),
    ["ckks", .. var rest] => CkksBench.Run(rest),
    ["costs", .. var rest] => CostBench.Run(rest),
    _ => Suites(args),
};

static int Suites(string[] args)
{
    BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(RingBench).Assembly).Run(args);
    return 0;
}
