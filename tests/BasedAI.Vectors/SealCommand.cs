using BasedAI.Fhe;
using BasedAI.Fhe.Seal;

namespace BasedAI.Vectors;

/// <summary>Reads SEAL files, computes as SEAL does, writes a SEAL file.</summary>
internal static class SealCommand
{
    private const string Usage = """
        Computes on Microsoft SEAL files (CKKS, SEAL 4.x; compressed or not, seeded or not) with the bytes SEAL itself would give.

          dotnet run --project tests/BasedAI.Vectors -- seal --params P --in CT [--in2 CT] [--relin RK] [--galois GK] --op LIST --out OUT

          --params P        EncryptionParameters
          --in CT           Ciphertext the operations start from; a seeded one is expanded
          --in2 CT          second operand of add, subtract and multiply
          --relin RK        RelinKeys, for relinearize
          --galois GK       GaloisKeys, for rotate and conjugate
          --op LIST         operations separated by commas, run in order:
                            add, subtract, multiply, square, negate, relinearize, rescale, droplevel, rotate:STEPS, conjugate
          --out OUT         where the resulting Ciphertext goes
          --compression C   none (default), zlib or zstd
          --insecure        take parameters beyond SEAL's bound for 128 bits of security

        Examples
          seal --params parms.bin --in ct.bin --relin rk.bin --op square,relinearize,rescale --out out.bin
          seal --params parms.bin --in ct.bin --galois gk.bin --op rotate:-3 --compression zstd --out out.bin
          seal --params parms.bin --in a.bin --in2 b.bin --relin rk.bin --galois gk.bin --op "multiply,relinearize,rescale,rotate:1" --out out.bin

        Exit codes: 0 done; 1 an operation refused its operands (levels, scales, a key that is not in the file); 2 wrong arguments;
        3 a file that is not there or not what it should be.
        """;

    /// <summary>Runs the command.</summary>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        if (args.Any(arg => arg is "--help" or "-h"))
        {
            output.WriteLine(Usage);
            return VectorsProgram.Success;
        }

        try
        {
            var options = SealOptions.Parse(args);
            output.WriteLine(Compute(options));
            return VectorsProgram.Success;
        }
        catch (ArgumentException exception)
        {
            error.WriteLine($"{exception.Message} Try seal --help.");
            return VectorsProgram.WrongArguments;
        }
        catch (Exception exception) when (exception is BadFileException or FheParameterException)
        {
            error.WriteLine(exception.Message);
            return VectorsProgram.BadFile;
        }
        catch (Exception exception) when (exception is FheOperandException or MissingEvaluationKeyException)
        {
            error.WriteLine(exception.Message);
            return VectorsProgram.Refused;
        }
    }

    private static string Compute(SealOptions options)
    {
        var parameters = BadFileException.Wrap(options.Parameters, SealEncryptionParameters.Read);
        var context = options.IsInsecure ? InsecureSealContext.CreateInsecure(parameters) : SealContext.Create(parameters);
        using var second = ReadOptional(options.SecondInput, stream => SealCiphertext.Read(context, stream));
        using var relin = ReadOptional(options.RelinKeys, stream => SealRelinKeys.Read(context, stream));
        using var galois = ReadOptional(options.GaloisKeys, stream => SealGaloisKeys.Read(context, stream));
        using var input = BadFileException.Wrap(options.Input, stream => SealCiphertext.Read(context, stream));

        var evaluator = new SealEvaluator(context);
        var current = input.Expand();
        foreach (var operation in options.Operations)
        {
            using var previous = current;
            current = Apply(evaluator, operation, previous, second, relin, galois);
        }

        using (current)
        {
            BadFileException.Write(options.Output, current.ToBytes(options.Compression));
            return $"{options.Output}: {current}";
        }
    }

    private static SealCiphertext Apply(
        SealEvaluator evaluator, SealOperation operation, SealCiphertext operand, SealCiphertext? second, SealRelinKeys? relin, SealGaloisKeys? galois) =>
        operation.Name switch
        {
            "add" => evaluator.Add(operand, second!),
            "subtract" => evaluator.Subtract(operand, second!),
            "multiply" => evaluator.Multiply(operand, second!),
            "square" => evaluator.Square(operand),
            "negate" => evaluator.Negate(operand),
            "relinearize" => evaluator.Relinearize(operand, relin!),
            "rescale" => evaluator.Rescale(operand),
            "droplevel" => evaluator.DropLevel(operand),
            "rotate" => evaluator.Rotate(operand, operation.Steps, galois!),
            "conjugate" => evaluator.Conjugate(operand, galois!),
            _ => throw new ArgumentException($"Unknown operation '{operation}'."),
        };

    private static T? ReadOptional<T>(string? path, Func<Stream, T> read)
        where T : class => path is null ? null : BadFileException.Wrap(path, read);
}
