using Headway.App;
using Headway.Catalog.Documents;

// Before anything else is loaded: a parser child does one thing and should start as fast as it can.
if (args is ["parse-one"])
    return ParserChild.Run();

return await CommandLine.RunAsync(args);
