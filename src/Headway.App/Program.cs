using Headway.App;

return await CommandLine.RunAsync(args);
