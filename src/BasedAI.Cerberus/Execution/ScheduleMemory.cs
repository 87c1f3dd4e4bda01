namespace BasedAI.Cerberus;

/// <summary>Goes through a schedule and adds up what is in memory, as <see cref="PlanRunner"/> does while it runs.</summary>
internal static class ScheduleMemory
{
    public static PlanMemoryEstimate Estimate(ExecutionPlan plan, ExecutionSchedule schedule, OperandStore operands, int threads)
    {
        long bytesPerLimb = (long)plan.CheckedParameters.N * sizeof(double);
        long live = 0, peak = 0, scratch = 2 * threads;                  // an encoding's
        for (int i = 0; i < plan.Inputs.Length; i++) live += LimbsOf(i);
        foreach (ScheduledStep step in schedule.Steps)
        {
            for (int s = 0; s < step.Count; s++) live += LimbsOf(plan.Inputs.Length + step.Instruction + s);
            if (step.Target >= 0) live -= LimbsOf(step.Target);
            long transient = schedule.OperandsOf(step).Sum(operands.TransientLimbs);
            peak = Math.Max(peak, live + transient);
            scratch = Math.Max(scratch, ScratchLimbs(plan, step, threads));
            foreach (int register in step.Released) live -= LimbsOf(register);
        }
        return new PlanMemoryEstimate((peak * bytesPerLimb) + operands.KeptBytes, operands.KeptBytes, scratch * bytesPerLimb);

        long LimbsOf(int register) => PlanMemory.LimbsOf(plan.Shapes[register]);
    }

    /// <summary>
    /// Limbs the engine takes for the time of a step. A key switch holds its operand's coefficients and two remainders modulo P, hoisted ones all digits over
    /// Q·P; every thread has a few limbs of its own.
    /// </summary>
    private static long ScratchLimbs(ExecutionPlan plan, ScheduledStep step, int threads)
    {
        const int SwitchLimbsPerThread = 8, LimbsPerThread = 4;
        PlanInstruction instruction = plan.Instructions[step.Instruction];
        int limbs = plan.Shapes[instruction.Left].Level + 1, special = plan.CheckedParameters.Alpha;
        int digits = (limbs + special - 1) / special;
        return instruction.Opcode switch
        {
            PlanOpcode.Rotate or PlanOpcode.Conjugate or PlanOpcode.Relinearize => limbs + (2 * special) + (threads * SwitchLimbsPerThread),
            PlanOpcode.RotateHoisted => (digits * (limbs + special)) + Math.Max(limbs, 2 * special) + (threads * SwitchLimbsPerThread),
            PlanOpcode.Rescale => 1 + (threads * LimbsPerThread),
            _ => threads * LimbsPerThread,
        };
    }
}
