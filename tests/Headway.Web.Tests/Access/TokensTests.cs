using Headway.Web.Access;
using Xunit;

namespace Headway.Web.Tests.Access;

/// <summary>S16: what keys are made of.</summary>
public sealed class TokensTests
{
    [Fact]
    public void key_shows_its_id_and_is_told_from_a_mistyped_one_without_a_look()
    {
        var key = Tokens.NewKey();
        var id = Tokens.IdOf(key)!;
        Assert.Matches("^hw_[0-9a-z]{8}_[0-9A-Za-z]{32}_[0-9a-f]{6}$", key);
        Assert.StartsWith($"hw_{id}_", key, StringComparison.Ordinal);
        for (var at = 0; at < key.Length; at++)
        {
            var other = key[at] == 'x' ? 'y' : 'x';
            Assert.Null(Tokens.IdOf($"{key[..at]}{other}{key[(at + 1)..]}"));
        }

        Assert.Null(Tokens.IdOf(""));
        Assert.Null(Tokens.IdOf(key + "_"));
        Assert.Null(Tokens.IdOf(key[..^1]));
    }

    [Fact]
    public void hash_is_of_one_key_alone_and_no_key_comes_twice()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => Tokens.NewKey()).ToList();
        Assert.Equal(keys.Count, keys.Select(Tokens.IdOf).Distinct().Count());
        Assert.True(Tokens.IsOf(keys[0], Tokens.Hash(keys[0])));
        Assert.False(Tokens.IsOf(keys[1], Tokens.Hash(keys[0])));
        Assert.DoesNotContain(keys[0], Tokens.Hash(keys[0]), StringComparison.Ordinal);
        Assert.Equal(43, Tokens.NewSecret().Length);
        Assert.NotEqual(Tokens.NewSecret(), Tokens.NewSecret());
    }
}
