using Headway.Catalog.Documents;
using Headway.Model;

namespace Headway.Catalog.Tests.Documents;

public sealed class DocumentFaultTests
{
    [Fact]
    public void page_of_error_codes_says_what_the_code_says()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "error-codes.md"));
        Assert.Equal(15, DocumentFault.All.Count);
        foreach (var fault in DocumentFault.All)
        {
            Assert.Contains($"## {fault.Code}\n", page, StringComparison.Ordinal);
            Assert.Contains(fault.Message, page, StringComparison.Ordinal);
            Assert.Contains(fault.Hint, page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("encrypted", 1, FaultClass.Permanent)]
    [InlineData("corrupt", 1, FaultClass.Permanent)]
    [InlineData("timeout", 1, FaultClass.Transient)]
    [InlineData("timeout", 2, FaultClass.Permanent)]
    [InlineData("memory", 2, FaultClass.Permanent)]
    [InlineData("io", 3, FaultClass.Transient)]
    public void what_will_fail_the_same_way_is_not_tried_again(string code, int attempt, FaultClass expected) =>
        Assert.Equal(expected, DocumentFault.Of(code).ToException(attempt).Fault.Class);
}
