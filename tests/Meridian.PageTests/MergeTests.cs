using System.Net;
using Meridian.Foundation.Governance;

namespace Meridian.PageTests;

/// <summary>Who may be one is decided on a page that shows both.</summary>
[Collection(SiteCollection.Name)]
public sealed class MergeTests(Site site)
{
    [Fact]
    public async Task Two_customers_are_compared_made_one_and_parted_again()
    {
        var pair = await site.PairInDoubt();
        var page = await site.Open("/customers/" + pair.Split('/')[0]);
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare and decide" }).ClickAsync();
        await page.Reached("**/with/**");
        await Expect(page.GetByText("two birth dates")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Birth date" })).ToContainTextAsync("Differs");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "E-mail" })).ToContainTextAsync("The same");

        await page.GetByRole(AriaRole.Button, new() { Name = "One person" }).ClickAsync();
        await Expect(page.GetByText("Decided: one person.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("from 2 records")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Two people" })).ToBeVisibleAsync(new() { Timeout = 60_000 });

        await page.GetByRole(AriaRole.Button, new() { Name = "Two people" }).ClickAsync();
        await Expect(page.GetByText("Decided: two people.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        // Nobody is asked again, and the customer says what was decided.
        await page.GotoAsync("/customers/" + pair.Split('/')[0]);
        await Site.Ready(page);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Compare and decide" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Look at it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the decision back" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "One person" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_pair_of_whom_one_is_elsewhere_is_not_there_for_who_sees_one_country()
    {
        var pair = await site.PairInDoubt();
        using var brazil = await site.SignedIn(Roles.Operator, "BR");
        using var india = await site.SignedIn(Roles.Operator, "IN");
        using var viewer = await site.SignedIn(Roles.Viewer, null);
        Assert.Equal(HttpStatusCode.OK, (await brazil.GetAsync("/customers/" + pair, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await india.GetAsync("/customers/" + pair, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Contains("Two people", await brazil.GetStringAsync("/customers/" + pair, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        // Who may only look sees the pair, and no way to decide.
        Assert.DoesNotContain("Two people", await viewer.GetStringAsync("/customers/" + pair, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
