using Headway.People;

namespace Headway.Tests.People;

/// <summary>What roles may do.</summary>
public sealed class RoleTableTests
{
    [Fact]
    public void every_role_and_permission_has_an_answer_and_every_permission_somebody()
    {
        foreach (var permission in Enum.GetValues<Permission>())
            Assert.Contains(Enum.GetValues<Role>(), role => RoleTable.Of(role, permission) == Reach.All);
        foreach (var role in Enum.GetValues<Role>())
            Assert.Equal(Reach.All, RoleTable.Of(role, Permission.ReadJobs));
    }

    [Fact]
    public void readers_change_nothing()
    {
        Permission[] harmless =
            [Permission.ReadJobs, Permission.ReadData, Permission.ReadSystem, Permission.ReadAudit, Permission.OwnKeys];
        foreach (var role in (Role[])[Role.Viewer, Role.Searcher, Role.Auditor])
        {
            Assert.All(Enum.GetValues<Permission>().Except(harmless),
                permission => Assert.Equal(Reach.None, RoleTable.Of(role, permission)));
        }
    }

    [Fact]
    public void nobody_gives_more_than_they_have()
    {
        Assert.True(RoleTable.MayGive([Role.Owner], Role.Owner));
        Assert.True(RoleTable.MayGive([Role.Owner], Role.Admin));
        Assert.True(RoleTable.MayGive([Role.Admin], Role.Admin));
        Assert.False(RoleTable.MayGive([Role.Admin], Role.Owner));
        Assert.False(RoleTable.MayGive([Role.Owner], Role.PlatformAdmin));
        Assert.True(RoleTable.MayGive([Role.PlatformAdmin], Role.Owner));
        Assert.False(RoleTable.MayGive([Role.Viewer], Role.Submitter));
        Assert.False(RoleTable.MayGive([], Role.Viewer));
        Assert.True(RoleTable.MayGive([Role.Auditor, Role.Viewer], Role.Auditor));
    }

    [Fact]
    public void submitter_reaches_the_data_of_its_own_jobs_alone()
    {
        Assert.Equal(Reach.Own, RoleTable.Of(Role.Submitter, Permission.ReadData));
        Assert.Equal(Reach.Own, RoleTable.Of(Role.Submitter, Permission.ControlJobs));
        Assert.Equal(Reach.None, RoleTable.Of(Role.Submitter, Permission.ReadSystem));
    }
}
