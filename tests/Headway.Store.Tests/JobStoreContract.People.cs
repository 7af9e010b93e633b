using Headway.Model;
using Headway.People;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Day = TimeSpan.FromHours(12);

    private IPeopleStore People => (IPeopleStore)_under.Store;

    [Fact]
    public async Task of_those_who_would_be_the_first_one_is()
    {
        Assert.False(await People.HasOwnerAsync(Ct));
        var ann = NewPerson("ann", Role.Owner) with { Title = "Ann Ä.", Password = "hash", CreatedBy = "system" };
        Assert.True(await People.AddPersonAsync(ann, first: true, Ct));
        Assert.True(await People.AddPersonAsync(ann, first: true, Ct));
        Assert.False(await People.AddPersonAsync(NewPerson("bob", Role.Owner), first: true, Ct));
        Assert.False(await People.AddPersonAsync(NewPerson("ann"), first: false, Ct));
        Assert.True(await People.HasOwnerAsync(Ct));
        var found = (await People.FindPersonAsync("ann", Ct))!;
        Assert.Equal((ann.Id, "Ann Ä.", "hash", "system", 0), (found.Id, found.Title, found.Password, found.CreatedBy, found.Tries));
        Assert.Equal((Orgs.Default, Role.Owner), Assert.Single(found.Roles) is var role ? (role.Key, role.Value) : default);
        Assert.Null(found.SignedInAt);
        Assert.Equal(found.CreatedAt, (await People.GetPersonAsync(ann.Id, Ct))!.CreatedAt);
        Assert.Null(await People.FindPersonAsync("bob", Ct));
        Assert.DoesNotContain("hash", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task people_are_listed_by_name_and_organisation()
    {
        foreach (var name in (string[])["cid", "ann", "bob"])
            await AddAsync(NewPerson(name, Role.Viewer) with { Roles = Map(("acme", Role.Viewer), ("other", Role.PlatformAdmin)) });
        await AddAsync(NewPerson("dan", Role.Submitter));
        var page = await People.ListPeopleAsync(null, new PageRequest(2), Ct);
        Assert.Equal(["ann", "bob"], page.Rows.Select(one => one.Name));
        Assert.Equal(Role.PlatformAdmin, page.Rows[0].Roles["other"]);
        Assert.Equal(["cid", "dan"], (await People.ListPeopleAsync(null, new PageRequest(9, page.Next), Ct)).Rows.Select(one => one.Name));
        Assert.Equal(["ann", "bob", "cid"], (await People.ListPeopleAsync("acme", new PageRequest(9), Ct)).Rows.Select(one => one.Name));
        Assert.Empty((await People.ListPeopleAsync("nobody", new PageRequest(9), Ct)).Rows);
    }

    [Fact]
    public async Task organisation_keeps_an_owner_who_may_sign_in()
    {
        var (ann, bob) = (await AddAsync(NewPerson("ann", Role.Owner)), await AddAsync(NewPerson("bob", Role.Viewer)));
        Assert.Equal(ControlResult.Refused, await People.SetRoleAsync(ann, Orgs.Default, Role.Admin, Ct));
        Assert.Equal(ControlResult.Refused, await People.SetRoleAsync(ann, Orgs.Default, null, Ct));
        Assert.Equal(ControlResult.Refused, await People.EnableAsync(ann, false, Ct));
        Assert.Equal(ControlResult.Done, await People.SetRoleAsync(ann, "acme", Role.Viewer, Ct));
        Assert.Equal(ControlResult.Done, await People.SetRoleAsync(bob, Orgs.Default, Role.Owner, Ct));
        Assert.Equal(ControlResult.Done, await People.EnableAsync(bob, false, Ct));
        Assert.Equal(ControlResult.Refused, await People.SetRoleAsync(ann, Orgs.Default, Role.Admin, Ct));
        Assert.Equal(ControlResult.Done, await People.EnableAsync(bob, true, Ct));
        Assert.Equal(ControlResult.Done, await People.SetRoleAsync(ann, Orgs.Default, null, Ct));
        Assert.Equal(["acme"], (await People.GetPersonAsync(ann, Ct))!.Roles.Keys);
        Assert.Equal(ControlResult.NotFound, await People.SetRoleAsync(_ids.NextCall(), Orgs.Default, Role.Owner, Ct));
        Assert.Equal(ControlResult.NotFound, await People.EnableAsync(_ids.NextCall(), true, Ct));
    }

    [Fact]
    public async Task two_owners_who_demote_each_other_leave_one()
    {
        var (ann, bob) = (await AddAsync(NewPerson("ann", Role.Owner)), await AddAsync(NewPerson("bob", Role.Owner)));
        var results = await Task.WhenAll(
            People.SetRoleAsync(ann, Orgs.Default, Role.Viewer, Ct).AsTask(), People.EnableAsync(bob, false, Ct).AsTask());
        Assert.Equal([ControlResult.Done, ControlResult.Refused], results.Order());
        Assert.True(await People.HasOwnerAsync(Ct));
    }

    [Fact]
    public async Task passwords_are_tried_five_times_then_one_waits()
    {
        var ann = await AddAsync(NewPerson("ann", Role.Owner));
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => People.TryPasswordAsync(ann, 5, Idle, Ct).AsTask()));
        Assert.Equal(5, all.Count(tried => tried));
        Assert.NotNull((await People.GetPersonAsync(ann, Ct))!.LockedUntil);
        await AdvanceAsync(Idle);
        Assert.True(await People.TryPasswordAsync(ann, 5, Idle, Ct));
        Assert.Equal((1, null), (await People.GetPersonAsync(ann, Ct)) is var person ? (person!.Tries, person.LockedUntil) : default);
        Assert.True(await SignInAsync(ann, "one"));
        Assert.Equal(0, (await People.GetPersonAsync(ann, Ct))!.Tries);
        Assert.False(await People.TryPasswordAsync(_ids.NextCall(), 5, Idle, Ct));
    }

    [Fact]
    public async Task sign_in_ends_with_idleness_with_its_time_and_with_its_person()
    {
        var ann = await AddAsync(NewPerson("ann", Role.Viewer));
        Assert.True(await SignInAsync(ann, "one"));
        var found = (await People.FindSignInAsync("one", Idle, Ct))!;
        Assert.Equal(("ann", "127.0.0.1", "Lynx"), (found.Person.Name, found.SignIn.Address, found.SignIn.Browser));
        Assert.Equal(Day, found.SignIn.ExpiresAt - found.SignIn.CreatedAt);
        Assert.Equal(Role.Viewer, found.Person.Roles[Orgs.Default]);
        Assert.Null(await People.FindSignInAsync("two", Idle, Ct));
        for (var i = 0; i < 24; i++)
        {
            Assert.NotNull(await People.FindSignInAsync("one", Idle, Ct));
            await AdvanceAsync(Idle - Tick);
        }

        Assert.NotNull(await People.FindSignInAsync("one", Idle, Ct));
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Null(await People.FindSignInAsync("one", Idle, Ct));
        Assert.True(await SignInAsync(ann, "three"));
        await AdvanceAsync(Idle);
        Assert.Null(await People.FindSignInAsync("three", Idle, Ct));
        Assert.True(await SignInAsync(ann, "four"));
        Assert.Equal(ControlResult.Done, await People.EnableAsync(ann, false, Ct));
        Assert.Null(await People.FindSignInAsync("four", Idle, Ct));
        Assert.False(await SignInAsync(ann, "five"));
        await People.EnableAsync(ann, true, Ct);
        Assert.Null(await People.FindSignInAsync("four", Idle, Ct));
        Assert.Empty(await People.ListSignInsAsync(ann, Ct));
    }

    [Fact]
    public async Task new_password_ends_the_other_sign_ins()
    {
        var (ann, bob) = (await AddAsync(NewPerson("ann", Role.Viewer)), await AddAsync(NewPerson("bob", Role.Viewer)));
        foreach (var hash in (string[])["a1", "a2", "a3"])
        {
            await SignInAsync(ann, hash);
            await AdvanceAsync(Tick);
        }

        await SignInAsync(bob, "b1");
        var listed = await People.ListSignInsAsync(ann, Ct);
        Assert.Equal(["a3", "a2", "a1"], listed.Select(one => one.Hash));
        Assert.Equal(0, await People.EndSignInsAsync(bob, listed[1].Id, Ct));
        Assert.Equal(1, await People.EndSignInsAsync(ann, listed[1].Id, Ct));
        Assert.True(await People.SetPasswordAsync(ann, "new", listed[0].Id, Ct));
        Assert.Equal(["a3"], (await People.ListSignInsAsync(ann, Ct)).Select(one => one.Hash));
        Assert.NotNull(await People.FindSignInAsync("b1", Idle, Ct));
        await People.RehashAsync(ann, "old", "other", Ct);
        Assert.Equal("new", (await People.GetPersonAsync(ann, Ct))!.Password);
        await People.RehashAsync(ann, "new", "newer", Ct);
        Assert.Equal("newer", (await People.GetPersonAsync(ann, Ct))!.Password);
        Assert.Equal(1, await People.EndSignInsAsync(ann, null, Ct));
        Assert.False(await People.SetPasswordAsync(_ids.NextCall(), "x", null, Ct));
    }

    [Fact]
    public async Task link_is_good_once_and_for_its_time()
    {
        var now = await _under.Store.NowAsync(Ct);
        var ann = _ids.NextCall();
        await People.AddLinkAsync(new SignInLink("owner", null, now + Idle), Ct);
        await People.AddLinkAsync(new SignInLink("ann", ann, now + Idle), Ct);
        var taken = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => People.TakeLinkAsync("owner", Ct).AsTask()));
        Assert.Equal(new SignInLink("owner", null, now + Idle), Assert.Single(taken, link => link is not null));
        await AdvanceAsync(Idle);
        Assert.Null(await People.TakeLinkAsync("ann", Ct));
        await People.AddLinkAsync(new SignInLink("ann", ann, now + Idle + Idle), Ct);
        Assert.Equal(ann, (await People.TakeLinkAsync("ann", Ct))?.PersonId);
        Assert.Null(await People.TakeLinkAsync("none", Ct));
    }

    private async Task<Guid> AddAsync(Person person)
    {
        Assert.True(await People.AddPersonAsync(person, first: false, Ct));
        return person.Id;
    }

    private Person NewPerson(string name, Role? role = null) => new()
    {
        Id = _ids.NextCall(),
        Name = name,
        Roles = role is { } one ? Map((Orgs.Default, one)) : new Dictionary<string, Role>(),
    };

    private static Dictionary<string, Role> Map(params (string Org, Role Role)[] roles) =>
        roles.ToDictionary(one => one.Org, one => one.Role);

    private ValueTask<bool> SignInAsync(Guid person, string hash) => People.SignInAsync(
        new SignIn { Id = _ids.NextCall(), Hash = hash, PersonId = person, Address = "127.0.0.1", Browser = "Lynx" }, Day, Ct);
}
