using System.Collections.Immutable;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Measurement;

/// <summary>
/// Measures every CKKS operation at one parameter set, at the highest level, full slots, on fresh keys. Memory comes from warm pools, as in a server that
/// runs for longer than a second. Not thread-safe. Client side: it holds a secret key of its own.
/// </summary>
public sealed class CkksSuite : IDisposable
{
    private const int NttPrimes = 16;
    private const int MatrixDimension = 128;
    private static readonly int[] HoistedSteps = [1, 2, 3, 4, 5, 6, 7, 8];

    private readonly CkksParameters _parameters;
    private readonly SecretKey _secretKey;
    private readonly PublicKey _publicKey;
    private readonly EvaluationKeySet _keys;
    private readonly CkksEvaluator _evaluator;
    private readonly CkksEncoder _encoder;
    private readonly double[] _slots;
    private readonly Plaintext _plaintext;
    private readonly Ciphertext _left;
    private readonly Ciphertext _right;
    private readonly Ciphertext _product;
    private readonly Ciphertext _switched;
    private readonly Ciphertext _result;
    private readonly Ciphertext[] _hoisted;
    private readonly LinearTransform _matrix;
    private readonly RnsPolynomial _limbs;
    private readonly ResidueRing[] _nttRings;
    private readonly ImmutableArray<(string Name, int PerCall, Action Action)> _operations;

    /// <summary>Makes parameters, keys and operands.</summary>
    /// <param name="set">The parameter set.</param>
    /// <param name="threads">Threads one key switch may use.</param>
    public CkksSuite(CkksSet set, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(set);
        _parameters = CkksParameters.Create(set.Literal);
        int top = _parameters.MaxLevel;
        var generator = new KeyGenerator(_parameters);
        _secretKey = generator.GenerateSecretKey();
        _publicKey = generator.GeneratePublicKey(_secretKey);
        _matrix = LinearTransform.Create(_parameters, CreateMatrix(), top);
        var rotations = HoistedSteps.Select(steps => new GaloisKeyRequest(_parameters.GetRotationElement(steps), top));
        _keys = generator.GenerateEvaluationKeys(_secretKey, new EvaluationKeyRequest(top, [.. rotations.Concat(_matrix.GaloisKeys).Distinct()]));
        _evaluator = new CkksEvaluator(_parameters, _keys, threads);
        _encoder = new CkksEncoder(_parameters);
        _slots = [.. Enumerable.Range(0, _parameters.MaxSlots).Select(i => Math.Sin(i))];
        _plaintext = _encoder.Encode(_slots, top, _parameters.DefaultScale);
        var encryptor = new SymmetricEncryptor(_parameters, _secretKey);
        _left = encryptor.Encrypt(_plaintext);
        _right = encryptor.Encrypt(_plaintext);
        _product = _evaluator.Multiply(_left, _right);
        _switched = _evaluator.Relinearize(_product);
        _result = Ciphertext.CreateDestination(_parameters);
        _hoisted = [.. HoistedSteps.Select(_ => Ciphertext.CreateDestination(_parameters))];
        _nttRings = [.. PrimeSearch.FindNttPrimes(_parameters.LogN, Modulus.MaxBits, NttPrimes).Select(prime => ResidueRing.Get(_parameters.LogN, prime))];
        _limbs = LimbPool.For(_parameters.N).Rent(NttPrimes, Representation.Coefficient, clear: true);
        for (int i = 0; i < NttPrimes; i++) _nttRings[i].Reduce(_plaintext.Polynomial.Limb(0), _limbs.Limb(i));
        _operations = [.. CreateOperations(encryptor)];
    }

    /// <summary>Names of the operations, in the order of the table.</summary>
    public ImmutableArray<string> OperationNames => [.. _operations.Select(operation => operation.Name)];

    /// <summary>The parameters measured at.</summary>
    public CkksParameters Parameters => _parameters;

    /// <summary>Measures one operation.</summary>
    /// <param name="name">One of <see cref="OperationNames"/>.</param>
    /// <param name="budget">Time to spend after warming up; at least fifteen runs are made whatever it is.</param>
    /// <param name="cancellationToken">Ends the measurement between two runs.</param>
    /// <exception cref="ArgumentException">No such operation.</exception>
    public MeasuredOperation Measure(string name, TimeSpan budget, CancellationToken cancellationToken = default)
    {
        foreach (var operation in _operations)
        {
            if (operation.Name == name)
                return OperationTimer.Measure(name, operation.PerCall, budget, operation.Action, cancellationToken);
        }

        throw new ArgumentException($"There is no operation '{name}'; known: {string.Join(", ", OperationNames)}.", nameof(name));
    }

    /// <summary>Sizes of ciphertexts and keys on the wire.</summary>
    public ObjectSizes MeasureSizes()
    {
        using var galois = new KeyGenerator(_parameters).GenerateGaloisKey(_secretKey, _parameters.GetRotationElement(1));
        using var counter = new MemoryStream();
        return new ObjectSizes(
            Count(stream => CiphertextSerializer.Write(_product, stream)) / 3 * 2,
            Count(stream => CiphertextSerializer.Write(_left, stream)),
            Count(stream => PublicKeySerializer.Write(_publicKey, stream)),
            Count(stream => RelinearizationKeySerializer.Write(_keys.GetRelinearizationKey(), stream)),
            Count(stream => GaloisKeySerializer.Write(galois, stream)));

        long Count(Action<Stream> write)
        {
            counter.SetLength(0);
            write(counter);
            return counter.Length;
        }
    }

    /// <summary>Disposes keys and operands; the secret key is wiped.</summary>
    public void Dispose()
    {
        _secretKey.Dispose();
        _publicKey.Dispose();
        _keys.Dispose();
        _plaintext.Dispose();
        _left.Dispose();
        _right.Dispose();
        _product.Dispose();
        _switched.Dispose();
        _result.Dispose();
        foreach (var ciphertext in _hoisted) ciphertext.Dispose();
        _matrix.Dispose();
        _limbs.Dispose();
    }

    private IEnumerable<(string Name, int PerCall, Action Action)> CreateOperations(SymmetricEncryptor encryptor)
    {
        int top = _parameters.MaxLevel;
        var scale = _parameters.DefaultScale;
        var publicEncryptor = new Encryptor(_parameters, _publicKey);
        var decryptor = new Decryptor(_parameters, _secretKey);
        double[] decoded = new double[_parameters.MaxSlots];

        yield return ("ntt_fwd", 1, () => _nttRings[0].Ntt(_limbs.Limb(0)));
        yield return ("ntt_inv", 1, () => _nttRings[0].InverseNtt(_limbs.Limb(0)));
        yield return ("ntt_fwd_turn", NttPrimes, () => { for (int i = 0; i < NttPrimes; i++) _nttRings[i].Ntt(_limbs.Limb(i)); });
        yield return ("ntt_inv_turn", NttPrimes, () => { for (int i = 0; i < NttPrimes; i++) _nttRings[i].InverseNtt(_limbs.Limb(i)); });
        yield return ("encode", 1, () => _encoder.Encode(_slots, top, scale).Dispose());
        yield return ("encode_encrypt_sym", 1, () =>
        {
            using var plaintext = _encoder.Encode(_slots, top, scale);
            encryptor.Encrypt(plaintext).Dispose();
        }
        );
        yield return ("encode_encrypt_pk", 1, () =>
        {
            using var plaintext = _encoder.Encode(_slots, top, scale);
            publicEncryptor.Encrypt(plaintext).Dispose();
        }
        );
        yield return ("decrypt_decode", 1, () =>
        {
            using var plaintext = decryptor.Decrypt(_left);
            _encoder.Decode(plaintext, decoded);
        }
        );
        yield return ("add", 1, () => _evaluator.Add(_left, _right, _result));
        yield return ("mul_plain", 1, () => _evaluator.Multiply(_left, _plaintext, _result));
        yield return ("multiply", 1, () => _evaluator.Multiply(_left, _right, _result));
        yield return ("square", 1, () => _evaluator.Square(_left, _result));
        yield return ("relinearize", 1, () => _evaluator.Relinearize(_product, _result));
        yield return ("rescale", 1, () => _evaluator.Rescale(_switched, _result));
        yield return ("rotate", 1, () => _evaluator.Rotate(_left, 1, _result));
        yield return ("rotate_hoisted8", HoistedSteps.Length, () => _evaluator.RotateHoisted(_left, HoistedSteps, _hoisted));
        yield return ("mul_relin_rescale", 1, () => _evaluator.MultiplyRelinearizeRescale(_left, _right, _result));
        var generator = new KeyGenerator(_parameters);
        var element = _parameters.GetRotationElement(1);
        yield return ("keygen_galois", 1, () => generator.GenerateGaloisKey(_secretKey, element).Dispose());
        yield return ("matvec128", 1, () => _evaluator.Transform(_left, _matrix).Dispose());
    }

    private static DiagonalMatrix CreateMatrix()
    {
        double[,] rows = new double[MatrixDimension, MatrixDimension];
        for (int i = 0; i < rows.Length; i++) rows[i / MatrixDimension, i % MatrixDimension] = Math.Cos(i);
        return DiagonalMatrix.FromRows(rows);
    }
}
