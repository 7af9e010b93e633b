using Headway.Model;
using Headway.People;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private IKeyStore ApiKeys => (IKeyStore)_under.Store;

    [Fact]
    public async Task api_key_is_good_until_its_time_or_until_it_is_revoked()
    {
        var now = await _under.Store.NowAsync(Ct);
        Assert.True(await ApiKeys.AddKeyAsync(NewKey("aaaaaaaa") with { ExpiresAt = now + Day, CreatedBy = "ann" }, Ct));
        Assert.False(await ApiKeys.AddKeyAsync(NewKey("aaaaaaaa"), Ct));
        Assert.True(await ApiKeys.AddKeyAsync(NewKey("bbbbbbbb"), Ct));
        var found = (await ApiKeys.FindKeyAsync("aaaaaaaa", Ct))!;
        Assert.Equal(("hash of aaaaaaaa", Orgs.Default, "nightly import", Role.Operator, "ann", now + Day),
            (found.Key.Hash, found.Key.Org, found.Key.Name, found.Key.Role, found.Key.CreatedBy, found.Key.ExpiresAt));
        Assert.Equal([Permission.SubmitJobs, Permission.ReadJobs], found.Key.Scopes);
        Assert.Null(found.Person);
        Assert.Equal(now, found.Key.UsedAt);
        Assert.DoesNotContain("hash", found.Key.ToString(), StringComparison.Ordinal);
        await AdvanceAsync(Day);
        Assert.Null(await ApiKeys.FindKeyAsync("aaaaaaaa", Ct));
        Assert.Equal(now + Day, (await ApiKeys.FindKeyAsync("bbbbbbbb", Ct))!.Key.UsedAt);
        Assert.False(await ApiKeys.RevokeKeyAsync("acme", "bbbbbbbb", null, "bob", Ct));
        Assert.True(await ApiKeys.RevokeKeyAsync(Orgs.Default, "bbbbbbbb", null, "bob", Ct));
        await AdvanceAsync(Tick);
        Assert.True(await ApiKeys.RevokeKeyAsync(Orgs.Default, "bbbbbbbb", null, "cid", Ct));
        Assert.Null(await ApiKeys.FindKeyAsync("bbbbbbbb", Ct));
        var listed = (await ApiKeys.ListKeysAsync(Orgs.Default, null, new PageRequest(9), Ct)).Rows;
        Assert.Equal(
            [("aaaaaaaa", null, null), ("bbbbbbbb", "bob", now + Day)], listed.Select(one => (one.Id, one.RevokedBy, one.RevokedAt)));
        Assert.Null(await ApiKeys.FindKeyAsync("cccccccc", Ct));
    }

    [Fact]
    public async Task own_key_goes_with_its_person()
    {
        var (ann, bob) = (await AddAsync(NewPerson("ann", Role.Submitter)), await AddAsync(NewPerson("bob", Role.Viewer)));
        await ApiKeys.AddKeyAsync(NewKey("aaaaaaaa") with { PersonId = ann, Scopes = [] }, Ct);
        await ApiKeys.AddKeyAsync(NewKey("bbbbbbbb") with { PersonId = bob }, Ct);
        await ApiKeys.AddKeyAsync(NewKey("cccccccc"), Ct);
        var found = (await ApiKeys.FindKeyAsync("aaaaaaaa", Ct))!;
        Assert.Equal(("ann", Role.Submitter), (found.Person!.Name, found.Person.Roles[Orgs.Default]));
        Assert.Empty(found.Key.Scopes);
        Assert.Equal(["aaaaaaaa"], (await ApiKeys.ListKeysAsync(Orgs.Default, ann, new PageRequest(9), Ct)).Rows.Select(one => one.Id));
        var page = await ApiKeys.ListKeysAsync(Orgs.Default, null, new PageRequest(2), Ct);
        Assert.Equal(["aaaaaaaa", "bbbbbbbb"], page.Rows.Select(one => one.Id));
        Assert.Equal(["cccccccc"],
            (await ApiKeys.ListKeysAsync(Orgs.Default, null, new PageRequest(2, page.Next), Ct)).Rows.Select(one => one.Id));
        Assert.False(await ApiKeys.RevokeKeyAsync(Orgs.Default, "aaaaaaaa", bob, "bob", Ct));
        Assert.True(await ApiKeys.RevokeKeyAsync(Orgs.Default, "bbbbbbbb", bob, "bob", Ct));
        await People.EnableAsync(ann, false, Ct);
        Assert.Null(await ApiKeys.FindKeyAsync("aaaaaaaa", Ct));
        await People.EnableAsync(ann, true, Ct);
        Assert.NotNull(await ApiKeys.FindKeyAsync("aaaaaaaa", Ct));
    }

    private static ApiKey NewKey(string id) => new()
    {
        Id = id,
        Hash = $"hash of {id}",
        Org = Orgs.Default,
        Name = "nightly import",
        Role = Role.Operator,
        Scopes = [Permission.SubmitJobs, Permission.ReadJobs],
    };
}
