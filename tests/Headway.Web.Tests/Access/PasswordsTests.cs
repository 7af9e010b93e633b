using System.Buffers.Binary;
using Headway.Web.Access;
using Microsoft.AspNetCore.Identity;
using Xunit;

namespace Headway.Web.Tests.Access;

/// <summary>S15: how passwords are kept.</summary>
public sealed class PasswordsTests
{
    private const string Right = "correct horse battery staple";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task hash_says_hmac_sha512_two_hundred_thousand_rounds_and_a_salt_of_its_own()
    {
        using var passwords = new Passwords();
        var hash = await passwords.HashAsync(Right, Ct);
        var bytes = Convert.FromBase64String(hash);
        Assert.Equal(1, bytes[0]); // the third format of ASP.NET Core's hasher
        Assert.Equal(2u, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1))); // HMAC-SHA-512
        Assert.True(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)) >= 210_000);
        Assert.Equal(16u, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9)));
        Assert.NotEqual(hash, await passwords.HashAsync(Right, Ct));
        Assert.Equal(PasswordVerificationResult.Success, await passwords.VerifyAsync(hash, Right, Ct));
        Assert.Equal(PasswordVerificationResult.Failed, await passwords.VerifyAsync(hash, Right + "s", Ct));
    }

    [Fact]
    public async Task weaker_hash_is_right_and_asks_to_be_made_anew()
    {
        using var weak = new Passwords(1000);
        using var passwords = new Passwords();
        var old = await weak.HashAsync(Right, Ct);
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, await passwords.VerifyAsync(old, Right, Ct));
        Assert.Equal(PasswordVerificationResult.Failed, await passwords.VerifyAsync(old, "wrong horse battery staple", Ct));
    }

    [Fact]
    public async Task nobody_s_password_is_never_right()
    {
        using var passwords = new Passwords(1000);
        Assert.Equal(PasswordVerificationResult.Failed, await passwords.VerifyAsync(null, "nobody's password", Ct));
        Assert.Equal(PasswordVerificationResult.Failed, await passwords.VerifyAsync(null, "", Ct));
    }

    [Theory]
    [InlineData("short", "12 to 200")]
    [InlineData("ann's own password", "name")]
    [InlineData("abababababababab", "five different")]
    [InlineData(Right, null)]
    public void new_password_is_long_and_not_the_name(string password, string? wrong)
    {
        var said = Passwords.Wrong(password, "ann");
        if (wrong is null)
            Assert.Null(said);
        else
            Assert.Contains(wrong, said, StringComparison.Ordinal);
    }
}
