using Meridian.Foundation.Governance;

namespace Meridian.Tests.Foundation.Governance;

/// <summary>Who may sign in: invited, changed and ended, and never so that nobody is left.</summary>
public sealed class TeamTests
{
    private static readonly DateTime Now = new(2026, 11, 26, 12, 0, 0);

    private static readonly Person Mei = new(new Guid(1, 0, 0, new byte[8]), "mei@example.com", "Mei", Roles.Admin) { PasswordHash = "x", Stamp = "a" };

    [Fact]
    public void Who_is_invited_comes_by_a_link_that_is_good_for_a_week_and_of_which_only_the_hash_is_kept()
    {
        var (order, secret) = Team.Invite([Mei], " ravi@example.com ", "Ravi", Roles.Operator, ["India, us"], Now);
        Assert.Equal(("invite", "ravi@example.com", Roles.Operator), (order.What, order.Person.Email, order.Person.Role));
        Assert.Equal(["IN", "US"], order.Person.Countries);
        Assert.Equal((Person.HashOf(secret), Now.AddDays(7), ""), (order.Person.LinkHash, order.Person.LinkUntil, order.Person.Stamp));
        Assert.DoesNotContain(secret, order.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ravi", "Ravi", "viewer", "", "email_bad")]
    [InlineData("ravi@example", "Ravi", "viewer", "", "email_bad")]
    [InlineData("MEI@example.com", "Ravi", "viewer", "", "email_taken")]
    [InlineData("ravi@example.com", " ", "viewer", "", "name_missing")]
    [InlineData("ravi@example.com", "Ravi", "ingest", "", "role_unknown")]
    [InlineData("ravi@example.com", "Ravi", "viewer", "Atlantis", "country_unknown")]
    public void What_cannot_be_is_said(string email, string name, string role, string countries, string code) =>
        Assert.Equal(code, Assert.Throws<TeamException>(() => Team.Invite([Mei], email, name, role, [countries], Now)).Code);

    [Fact]
    public void The_last_administrator_stays_whatever_is_tried()
    {
        // One who never came, one who sees India only and one who was ended cannot take her place.
        Person[] team = [Mei, Of(2) with { PasswordHash = null }, Of(3) with { Countries = ["IN"] }, Of(4) with { Ended = true }];
        Assert.Equal("last_admin", Assert.Throws<TeamException>(() => Team.End(team, Mei.Id)).Code);
        Assert.Equal("last_admin", Assert.Throws<TeamException>(() => Team.Change(team, Mei.Id, Roles.Viewer, [])).Code);
        Assert.Equal("last_admin", Assert.Throws<TeamException>(() => Team.Change(team, Mei.Id, Roles.Admin, ["IN"])).Code);
        Assert.True(Team.End([.. team, Of(5)], Mei.Id).Person.Ended);
        Assert.True(Team.End(team, team[1].Id).Person.Ended);
    }

    [Fact]
    public void Another_role_and_an_end_are_another_stamp_by_which_sessions_end()
    {
        Person[] team = [Mei, Of(5)];
        Assert.NotEqual("a", Team.Change(team, Of(5).Id, Roles.Viewer, []).Person.Stamp);
        var ended = Team.End(team, Of(5).Id).Person;
        Assert.NotEqual("a", ended.Stamp);
        Assert.False(Team.Restore([Mei, ended], ended.Id).Person.Ended);
        Assert.Equal("not_there", Assert.Throws<TeamException>(() => Team.End([Mei, ended], ended.Id)).Code);
    }

    [Fact]
    public void A_link_may_turn_the_second_factor_off_and_leaves_it_else()
    {
        var secured = Of(5) with { UsesSecondFactor = true, SecondFactor = "s", RecoveryHashes = ["h"] };
        Assert.True(Team.Link([secured], secured.Id, withoutSecondFactor: false, Now).Order.Person.UsesSecondFactor);
        var open = Team.Link([secured], secured.Id, withoutSecondFactor: true, Now).Order.Person;
        Assert.Equal((false, null, 0), (open.UsesSecondFactor, open.SecondFactor, open.RecoveryHashes.Count));
    }

    private static Person Of(int number) => new(new Guid(number, 0, 0, new byte[8]), $"p{number}@example.com", $"P{number}", Roles.Admin) { PasswordHash = "x", Stamp = "a" };
}
