namespace Headway.Store.Tests;

public sealed class PlaceholderTests
{
    [Xunit.Fact]
    public void one_is_one() => Xunit.Assert.Equal(1, 1);
}
