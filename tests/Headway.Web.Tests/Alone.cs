using Xunit;

namespace Headway.Web.Tests;

/// <summary>Tests that measure the process: nothing else runs in it meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
