using BasedAI.Fhe;
using BasedAI.Fhe.Ring;
using BasedAI.Protocol;
using BasedAI.Storage;
using Microsoft.Extensions.Options;

namespace BasedAI.Grains.Tests;

public sealed class CerberusPlanEngineTests : IClassFixture<EncryptedProduct>, IDisposable
{
    private readonly EncryptedProduct _product;
    private readonly string _folder = Directory.CreateTempSubdirectory("basedai-").FullName;
    private readonly FileBlobStore _blobs;
    private readonly CerberusPlanEngine _engine;
    private readonly List<WorkStep> _steps = [];

    public CerberusPlanEngineTests(EncryptedProduct product)
    {
        _product = product;
        _blobs = new FileBlobStore(_folder);
        _engine = new CerberusPlanEngine(_blobs, Options.Create(new BasedAIGrainsOptions()));
    }

    private static CancellationToken Testing => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_result_decrypts_to_the_right_answer_and_has_the_same_bytes_each_time()
    {
        await PutAll();
        var outstanding = LimbPool.For(EncryptedProduct.Parameters.N).OutstandingLimbs;

        var first = Run(_product.InputRef);
        _product.AssertRight(first.Result);
        Assert.Equal([0, 0, 0, .. Enumerable.Range(1, _product.Plan.Instructions.Length)], _steps.Select(step => step.Step));
        var uncached = new BasedAIGrainsOptions { KeyCacheBytes = 0, PlanCacheBytes = 0 };
        using (var other = new CerberusPlanEngine(_blobs, Options.Create(uncached)))
        {
            var second = other.Run(_product.PlanRef, _product.KeyRef, _product.InputRef, new Steps([]), Testing);
            Assert.Equal(first.Result.ToArray(), second.Result.ToArray());
        }

        _engine.Dispose();
        Assert.Equal(outstanding, LimbPool.For(EncryptedProduct.Parameters.N).OutstandingLimbs);
    }

    [Fact]
    public async Task Plan_and_keys_are_loaded_once()
    {
        await PutAll();
        Run(_product.InputRef);
        Delete(_product.PlanRef);
        Delete(_product.KeyRef);
        _product.AssertRight(Run(_product.InputRef).Result);
    }

    [Fact]
    public async Task Eight_threads_get_the_same_bytes()
    {
        await PutAll();
        var results = new byte[8][];
        Parallel.For(0, results.Length, i =>
            results[i] = _engine.Run(_product.PlanRef, _product.KeyRef, _product.InputRef, new Steps([]), Testing).Result.ToArray());
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Fact]
    public async Task A_missing_blob_is_named_and_the_request_at_fault()
    {
        await PutAll();
        var inLoadingOrder = new[] { (_product.InputRef, "input"), (_product.KeyRef, "evaluation keys"), (_product.PlanRef, "plan") };
        foreach (var (blob, name) in inLoadingOrder)
        {
            Delete(blob);
            var fault = AssertFault(ErrorCodes.UnknownBlob, true, _product.InputRef);
            Assert.Contains(name, fault.Message, StringComparison.Ordinal);
            Assert.Contains(blob.Sha256, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wrong_length_is_the_requests_fault_and_a_damaged_file_is_the_nodes()
    {
        await PutAll();
        AssertFault(ErrorCodes.BlobMismatch, true, _product.InputRef with { Length = 5 });
        var damaged = (byte[])_product.InputBytes.Clone();
        damaged[100] ^= 1;
        await File.WriteAllBytesAsync(PathOf(_product.InputRef), damaged, Testing);
        AssertFault(ErrorCodes.Internal, false, _product.InputRef);
    }

    [Fact]
    public async Task An_input_that_is_none_is_refused_with_both_sides()
    {
        await PutAll();
        byte[][] inputs =
        [
            [1, 2, 3],
            _product.KeyBytes,
            _product.InputBytes[..^1],
            [.. _product.InputBytes, 0],
            EncryptedProduct.Bundle(_product.Encrypt(EncryptedProduct.Left)),
            EncryptedProduct.Bundle(
                _product.Encrypt(EncryptedProduct.Left), _product.Encrypt(EncryptedProduct.Left), _product.Encrypt(EncryptedProduct.Left)),
        ];
        foreach (var input in inputs)
        {
            await EncryptedProduct.Put(_blobs, input);
            var fault = AssertFault(ErrorCodes.BadInput, true, BlobRef.Of(input, MediaTypes.CiphertextBundle));
            Assert.Contains("2 ciphertexts", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Keys_that_are_not_those_of_the_plan_are_refused()
    {
        await PutAll();
        var required = _product.Plan.RequiredKeys;
        var others = CkksParameters.Create(EncryptedProduct.Parameters.Literal with { LogQ = [35, 33] });
        using var otherSecret = new KeyGenerator(others).GenerateSecretKey();
        byte[][] keys =
        [
            [1, 2, 3],
            _product.InputBytes,
            _product.KeysFor(required with { Galois = [] }),
            _product.KeysFor(required with { RelinearizationLevel = null }),
            EncryptedProduct.Keys(others, otherSecret, required),
        ];
        foreach (var one in keys)
        {
            await EncryptedProduct.Put(_blobs, one);
            var reference = BlobRef.Of(one, MediaTypes.EvaluationKeys);
            var fault = Assert.Throws<PlanEngineException>(
                () => _engine.Run(_product.PlanRef, reference, _product.InputRef, new Steps(_steps), Testing));
            Assert.Equal((ErrorCodes.BadKeys, true), (fault.Code, fault.IsPermanent));
        }
    }

    [Fact]
    public async Task A_plan_that_is_none_is_refused()
    {
        await PutAll();
        byte[] plan = [.. _product.PlanBytes, 0];
        await EncryptedProduct.Put(_blobs, plan);
        var fault = Assert.Throws<PlanEngineException>(
            () => _engine.Run(BlobRef.Of(plan, MediaTypes.Plan), _product.KeyRef, _product.InputRef, new Steps(_steps), Testing));
        Assert.True(fault.IsPermanent);
    }

    [Fact]
    public async Task Cancelling_stops_between_two_steps()
    {
        await PutAll();
        using var cancellation = new CancellationTokenSource();
        var steps = new CancelAfterFirst(cancellation);
        Assert.ThrowsAny<OperationCanceledException>(
            () => _engine.Run(_product.PlanRef, _product.KeyRef, _product.InputRef, steps, cancellation.Token));
        Assert.Equal(1, steps.Count);
    }

    [Fact]
    public async Task A_job_under_encryption_is_computed_and_checked_by_a_cluster()
    {
        await using var cluster = await TestCluster.Start(2, isScripted: false);
        foreach (var bytes in new[] { _product.PlanBytes, _product.KeyBytes, _product.InputBytes })
            await EncryptedProduct.Put(cluster.Blobs, bytes);
        var brain = await cluster.OpenBrain(miners: 1, validators: 2, withModel: false);
        await brain.PublishModel(TestCluster.Release(_product.PlanBytes));
        var order = TestCluster.Order(brain) with { PlanId = _product.PlanRef.Sha256, Input = _product.InputRef, Keys = _product.KeyRef };
        await brain.SubmitJob(order);
        var job = await cluster.End(order);

        Assert.Equal((JobPhase.Completed, 2, null), (job.Phase, job.Verdicts.Length, job.ErrorMessage));
        await using var result = cluster.Blobs.OpenVerified(job.Result!, Testing);
        using var content = new MemoryStream();
        await result.CopyToAsync(content, Testing);
        _product.AssertRight(content.ToArray());

        var missing = TestCluster.Order(brain) with { PlanId = _product.PlanRef.Sha256, Keys = _product.KeyRef };
        await brain.SubmitJob(missing);
        Assert.True(await cluster.End(missing) is { Phase: JobPhase.Rejected, ErrorCode: ErrorCodes.UnknownBlob, Attempt: 1 });
    }

    [Fact]
    public async Task A_plan_is_kept_ready_where_there_is_room_beside_the_others()
    {
        await PutAll();
        Assert.True(_engine.Prepare(_product.PlanRef, Testing));
        using (var small = new CerberusPlanEngine(_blobs, Options.Create(new BasedAIGrainsOptions { PlanCacheBytes = 10 })))
            Assert.False(small.Prepare(_product.PlanRef, Testing));
        using (var keyless = new CerberusPlanEngine(_blobs, Options.Create(new BasedAIGrainsOptions { KeyCacheBytes = 1000 })))
            Assert.False(keyless.Prepare(_product.PlanRef, Testing));
        _product.AssertRight(Run(_product.InputRef).Result);
    }

    private async Task PutAll()
    {
        foreach (var bytes in new[] { _product.PlanBytes, _product.KeyBytes, _product.InputBytes })
            await EncryptedProduct.Put(_blobs, bytes);
    }

    private PlanRun Run(BlobRef input) => _engine.Run(_product.PlanRef, _product.KeyRef, input, new Steps(_steps), Testing);

    private PlanEngineException AssertFault(string code, bool permanent, BlobRef input)
    {
        using var fresh = new CerberusPlanEngine(_blobs, Options.Create(new BasedAIGrainsOptions()));
        var fault = Assert.Throws<PlanEngineException>(
            () => fresh.Run(_product.PlanRef, _product.KeyRef, input, new Steps(_steps), Testing));
        Assert.Equal((code, permanent), (fault.Code, fault.IsPermanent));
        return fault;
    }

    private void Delete(BlobRef blob) => File.Delete(PathOf(blob));

    private string PathOf(BlobRef blob) => Path.Combine(_folder, "blobs", blob.Sha256[..2], blob.Sha256);

    private sealed class Steps(List<WorkStep> steps) : IProgress<WorkStep>
    {
        public void Report(WorkStep value) => steps.Add(value);
    }

    private sealed class CancelAfterFirst(CancellationTokenSource cancellation) : IProgress<WorkStep>
    {
        public int Count { get; private set; }

        public void Report(WorkStep value)
        {
            if (value.Step == 0)
                return;
            Count++;
            cancellation.Cancel();
        }
    }
}
