using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Cerberus.Tests;

/// <summary>What is done together, in place or on several threads changes no byte, and takes the memory that was predicted. Counts limbs of the whole process.</summary>
[Collection("Encrypted")]
public sealed class PlanScheduleTests
{
    private static readonly CkksParameters Small = InsecureCkksParameters.CreateInsecure(BlockCircuit.Literal with { LogN = 10, RequiredSecurity = SecurityLevel.None });

    [Fact]
    public void RandomPlans_HaveTheBytesOfTheirInstructionsOneByOne()
    {
        int sums = 0, inPlace = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            ExecutionPlan plan = RandomPlan.Create(seed);
            using var toy = new ToyKeys(plan, seed);
            byte[] expected = UnfusedReplay.Run(plan, toy.Keys, toy.Inputs);
            foreach (int threads in (int[])[1, 3])
            {
                using var executor = new PlanExecutor(plan, new PlanExecutorOptions { Threads = threads, MaxOperandBytes = seed % 2 == 0 ? 0 : 20_000 });
                Assert.Equal(expected, toy.Run(executor));
            }
            var schedule = new ExecutionSchedule(plan, _ => false);
            sums += schedule.Steps.Count(step => step.Sum is { Products.Length: > 1 });
            inPlace += schedule.Steps.Count(step => step.Target >= 0);
        }
        Assert.True(sums > 300 && inPlace > 500, $"{sums} sums of products and {inPlace} steps in place are too few to mean anything.");
    }

    [Fact]
    public void Blocks_HaveTheBytesOfTheirInstructionsOneByOne()
    {
        ExecutionPlan plan = new BlockCircuit(Small, 8).Record();
        using var toy = new ToyKeys(plan);
        byte[] expected = UnfusedReplay.Run(plan, toy.Keys, toy.Inputs);
        foreach (int threads in (int[])[1, 2, 5])
        {
            using var executor = new PlanExecutor(plan, new PlanExecutorOptions { Threads = threads });
            Assert.Equal(expected, toy.Run(executor));
        }
    }

    [Fact]
    public void Blocks_CostWhatTheDesignSays()
    {
        ExecutionPlan plan = new BlockCircuit(Small, 8).Record();
        // 57 key switches at N = 2^14, where the last fold has four rotations more.
        Assert.Equal((53, 23, 4, 19, 69, 8), (
            plan.Cost.KeySwitches, plan.Cost.HoistedRotations, plan.Cost.Relinearizations, plan.Cost.CiphertextProducts, plan.Cost.PlaintextProducts, plan.Cost.Depth));

        // 16 + 16 + 32 products with diagonals in 4 + 4 + 8 sums, 8 + 8 with ciphertexts in one each, 5 in the last. Four rows
        // take the rotated rows they are added to, too: 19 sums instead of 85 products and 66 + 4 additions.
        var schedule = new ExecutionSchedule(plan, _ => false);
        ProductSum[] sums = [.. schedule.Steps.Select(step => step.Sum).OfType<ProductSum>()];
        Assert.Equal([4, 4, 4, 4, 8, 8, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5], sums.Select(sum => sum.Products.Length));
        Assert.Equal(4, sums.Count(sum => sum.Addend >= 0));
        Assert.Equal(plan.Instructions.Length - 85 - (70 - 19) - (23 - 5), schedule.Steps.Length);
    }

    [Theory]
    [InlineData(1, long.MaxValue)]
    [InlineData(1, 100_000)]
    [InlineData(2, 0)]
    public void Memory_IsWhatWasPredicted(int threads, long maxOperandBytes)
    {
        ExecutionPlan plan = new BlockCircuit(Small, 8).Record();
        using var toy = new ToyKeys(plan);
        LimbPool pool = LimbPool.For(Small.N);
        using var executor = new PlanExecutor(plan, new PlanExecutorOptions { Threads = threads, MaxOperandBytes = maxOperandBytes });
        Assert.Equal(0, executor.MeasuredPeakBytes);
        Assert.InRange(executor.PredictedMemory.OperandBytes, 0, maxOperandBytes);
        toy.Run(executor);
        Assert.InRange(executor.MeasuredPeakBytes, 1, executor.PredictedMemory.PeakBytes);
        toy.Run(executor);
        Assert.Equal(executor.PredictedMemory.PeakBytes, executor.MeasuredPeakBytes);
        Assert.InRange(executor.PredictedMemory.PeakBytes, 1, plan.PeakBytes);

        // An empty pool allocates what is in use at once and keeps it: what it holds after a run is what the run took at most.
        DrainPool();
        long others = pool.OutstandingLimbs - InputLimbs() - (executor.PredictedMemory.OperandBytes / BytesPerLimb);
        toy.Run(executor);
        long taken = (pool.OutstandingLimbs - others + (pool.RetainedBytes / BytesPerLimb)) * BytesPerLimb;
        Assert.InRange(taken, executor.PredictedMemory.PeakBytes * 9 / 10, executor.PredictedMemory.TotalBytes);

        void DrainPool()
        {
            for (long free = pool.RetainedBytes / BytesPerLimb; free > 0; free -= 8192)
#pragma warning disable CA1816 // dropped on purpose; counting its limbs as returned would hide a leak
                GC.SuppressFinalize(pool.Rent((int)Math.Min(free, 8192), Representation.Ntt));
#pragma warning restore CA1816
        }

        long InputLimbs() => toy.Inputs.Sum(input => 2L * (input.Level + 1));
    }

    [Fact]
    public void Memory_BeyondTheBoundIsRefusedBeforeAnythingIsAllocated()
    {
        ExecutionPlan plan = new BlockCircuit(Small, 8).Record();
        long limbs = LimbPool.For(Small.N).OutstandingLimbs;
        long needed;
        using (var executor = new PlanExecutor(plan)) needed = executor.PredictedMemory.TotalBytes;
        var refusal = Assert.Throws<PlanFormatException>(() => new PlanExecutor(plan, new PlanExecutorOptions { MaxBytes = needed - 1 }));
        Assert.Equal(PlanFormatError.TooLarge, refusal.Error);
        Assert.Equal(limbs, LimbPool.For(Small.N).OutstandingLimbs);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlanExecutor(plan, new PlanExecutorOptions { Threads = 0 }));
        using var enough = new PlanExecutor(plan, new PlanExecutorOptions { MaxBytes = needed });
        Assert.Equal(needed, enough.PredictedMemory.TotalBytes);
    }

    [Fact]
    public void Progress_NamesTheSegmentAndGrows()
    {
        ExecutionPlan plan = new BlockCircuit(Small, 8).Record();
        using var toy = new ToyKeys(plan);
        using var executor = new PlanExecutor(plan);
        var reports = new List<PlanProgress>();
        using Ciphertext output = executor.Run(toy.Keys, toy.Inputs, new Listed(reports), TestContext.Current.CancellationToken)[0];
        Assert.Equal(reports.Select(report => report.Step).Distinct().Order(), reports.Select(report => report.Step));
        Assert.Equal((plan.Instructions.Length, plan.Instructions.Length), (reports[^1].Step, reports[^1].StepCount));
        Assert.Equal(["queries", "scores", "values", "output", "network", "pooling"], reports.Select(report => report.Segment!).Distinct());
        Assert.All(reports, report => Assert.Contains(plan.Segments, s => s.Name == report.Segment && report.Step > s.Start && report.Step <= s.Start + s.Count));
    }

    [Fact]
    public void Cancelled_AnywhereNothingIsLeft()
    {
        ExecutionPlan plan = RandomPlan.Create(7);
        using var toy = new ToyKeys(plan);
        using var executor = new PlanExecutor(plan, new PlanExecutorOptions { MaxOperandBytes = 0 });
        long limbs = LimbPool.For(RandomPlan.Parameters.N).OutstandingLimbs;
        int steps = new ExecutionSchedule(plan, _ => false).Steps.Length;
        for (int stop = 1; stop < steps - 4; stop += 3)
        {
            using var cancellation = new CancellationTokenSource();
            var reports = new List<PlanProgress>();
            int wanted = stop;
            Assert.ThrowsAny<OperationCanceledException>(() => executor.Run(
                toy.Keys, toy.Inputs, new Listed(reports, () => { if (reports.Count == wanted) cancellation.Cancel(); }), cancellation.Token));
            Assert.Equal(stop, reports.Count);
            Assert.Equal(limbs, LimbPool.For(RandomPlan.Parameters.N).OutstandingLimbs);
        }
    }

    private static long BytesPerLimb => (long)Small.N * sizeof(double);

    private sealed class Listed(List<PlanProgress> reports, Action? also = null) : IProgress<PlanProgress>
    {
        public void Report(PlanProgress value)
        {
            reports.Add(value);
            also?.Invoke();
        }
    }
}
