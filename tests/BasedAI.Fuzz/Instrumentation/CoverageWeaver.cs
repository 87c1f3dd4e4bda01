using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace BasedAI.Fuzz.Instrumentation;

/// <summary>Rewrites the IL of chosen types: a call of <see cref="Coverage.Visit"/> at the start of every basic block.</summary>
internal static class CoverageWeaver
{
    /// <summary>The rewritten assembly and how many blocks it reports.</summary>
    public static (MemoryStream Assembly, int Blocks) Weave(string path, Func<string, bool> isChosen, uint salt)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        var visit = assembly.MainModule.ImportReference(typeof(Coverage).GetMethod(nameof(Coverage.Visit)));
        int blocks = 0;
        foreach (var type in assembly.MainModule.GetAllTypes())
        {
            if (!isChosen(OutermostName(type))) continue;
            foreach (var method in type.Methods.Where(m => m.HasBody)) blocks += Weave(method.Body, visit, salt + ((uint)blocks * 0x9E3779B1));
        }

        var woven = new MemoryStream();
        assembly.Write(woven);
        woven.Position = 0;
        return (woven, blocks);
    }

    private static string OutermostName(TypeDefinition type)
    {
        while (type.DeclaringType is not null) type = type.DeclaringType;
        return type.Name;
    }

    private static int Weave(MethodBody body, MethodReference visit, uint number)
    {
        body.SimplifyMacros();
        var leaders = FindLeaders(body);
        var il = body.GetILProcessor();
        var replaced = new Dictionary<Instruction, Instruction>();
        foreach (var leader in leaders)
        {
            number = (number * 1664525) + 1013904223;
            var first = il.Create(OpCodes.Ldc_I4, (int)(number >> 16));
            il.InsertBefore(leader, first);
            il.InsertBefore(leader, il.Create(OpCodes.Call, visit));
            replaced[leader] = first;
        }

        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target) instruction.Operand = replaced.GetValueOrDefault(target, target);
            else if (instruction.Operand is Instruction[] targets) instruction.Operand = targets.Select(t => replaced.GetValueOrDefault(t, t)).ToArray();
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            handler.TryStart = Moved(handler.TryStart);
            handler.TryEnd = Moved(handler.TryEnd);
            handler.HandlerStart = Moved(handler.HandlerStart);
            handler.HandlerEnd = Moved(handler.HandlerEnd);
            handler.FilterStart = Moved(handler.FilterStart);
        }

        body.OptimizeMacros();
        return leaders.Count;

        Instruction? Moved(Instruction? instruction) => instruction is null ? null : replaced.GetValueOrDefault(instruction, instruction);
    }

    // In the order of the code, so that numbers are the same every time.
    private static List<Instruction> FindLeaders(MethodBody body)
    {
        var leaders = new HashSet<Instruction> { body.Instructions[0] };
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target) leaders.Add(target);
            else if (instruction.Operand is Instruction[] targets) leaders.UnionWith(targets);
            if (instruction.OpCode.FlowControl == FlowControl.Cond_Branch && instruction.Next is { } next) leaders.Add(next);
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            leaders.Add(handler.HandlerStart);
            if (handler.FilterStart is not null) leaders.Add(handler.FilterStart);
        }

        return [.. body.Instructions.Where(leaders.Contains)];
    }
}
