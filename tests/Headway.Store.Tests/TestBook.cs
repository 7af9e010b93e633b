using Headway.Data;

namespace Headway.Store.Tests;

/// <summary>Statements of the tests' own.</summary>
internal static class TestBook
{
    public static Book Of(Dialect dialect) => Book.Load(typeof(TestBook).Assembly, dialect);
}
