using BasedAI.Vectors;

return VectorsProgram.Run(args, Console.Out, Console.Error);
