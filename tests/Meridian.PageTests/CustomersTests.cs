namespace Meridian.PageTests;

/// <summary>The list of customers and one customer, as somebody uses them.</summary>
[Collection(SiteCollection.Name)]
public sealed class CustomersTests(Site site)
{
    [Fact]
    public async Task Somebody_is_found_by_a_part_of_a_name_and_opened_with_what_is_known_and_why()
    {
        var page = await site.Open("/customers");
        var first = page.Locator("table.customers tbody td.name a").First;
        await Expect(first).ToBeVisibleAsync();
        var name = (await first.InnerTextAsync()).Trim();
        await page.GetByLabel("Find a customer").FillAsync(name);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToContainTextAsync(name);
        await page.Locator("table.customers tbody td.name a").First.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(name);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Labels and tags" })).ToContainTextAsync("Activity");
        await page.GetByRole(AriaRole.Link, new() { Name = "Records and merges" }).ClickAsync();
        await page.Reached("**show=sources");
        await Expect(page.Locator("table.grid").First).ToContainTextAsync("row");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("?country=US&platform=whatsapp")]
    [InlineData("?country=unknown")]
    [InlineData("?platform=none&activity=silent")]
    [InlineData("?tag=life_stage")]
    public async Task A_link_shows_the_customers_that_its_filters_name(string query)
    {
        var page = await site.Open("/customers" + query);
        var said = await page.Locator("[role=status]:has-text(\"customer\")").First.InnerTextAsync();
        Assert.Matches("^[0-9,]+ customers?$", said);
        Assert.NotEqual("0 customers", said);
        await Expect(page.Locator("table.customers tbody td.name a").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_phone_is_found_by_its_last_digits_in_any_spelling()
    {
        var page = await site.Open("/customers?country=BR&platform=whatsapp");
        var phone = (await page.Locator("table.customers tbody tr td:nth-child(6)").Filter(new() { HasTextRegex = new("[0-9]{8}") }).First.InnerTextAsync()).Trim();
        var digits = phone[^8..];
        await page.GotoAsync($"/customers?q={digits[..4]}-{digits[4..]}");
        await Expect(page.Locator("table.customers tbody")).ToContainTextAsync(phone);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_a_person_settles_holds_until_it_is_released()
    {
        var page = await site.Open($"/customers/{await site.CustomerOf("AE")}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Settle something" }).ClickAsync();
        await page.Locator("#edit-trait").SelectOptionAsync("industry");
        await page.Locator("#edit-value").FillAsync("Pearl fishing");
        await page.Locator("#edit-reason").FillAsync("said so on the phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var row = page.Locator("tr").Filter(new() { HasText = "Pearl fishing" });
        await Expect(row).ToContainTextAsync("Settled by a person");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave it to the sources" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_filter_that_names_nothing_says_so()
    {
        var page = await site.Open("/customers?country=Atlantis");
        await Expect(page.Locator("main")).ToContainTextAsync("'Atlantis' is not a country");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_customer_that_is_not_there_is_answered_with_404()
    {
        var page = await site.Open("/customers");
        var answer = await page.GotoAsync($"/customers/{Meridian.Foundation.Governance.Person.NewId()}");
        Assert.Equal(404, answer!.Status);
        await Expect(page.Locator("h1")).ToHaveTextAsync("There is nothing here");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_narrowed_list_is_saved_by_a_name_for_oneself_or_the_team_and_found_again()
    {
        var name = "Views " + Meridian.Foundation.Governance.Person.NewId().ToString("N")[..8];
        var page = await site.Open("/customers");
        // What is not narrowed is no view; what was searched for may be somebody's name.
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save this view" })).ToHaveCountAsync(0);
        await page.GotoAsync("/customers?q=ana&country=US&platform=whatsapp");
        await Site.Ready(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).ClickAsync();
        await Expect(page.GetByLabel("Name of the view")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(name);
        await page.GetByLabel("for the team").CheckAsync();
        await ScreensTests.Look(page, "customers-view", dark: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        var view = page.GetByRole(AriaRole.Link, new() { Name = name });
        await Expect(view).ToHaveAttributeAsync("href", "/customers?country=US&platform=whatsapp");
        await view.ClickAsync();
        await page.Reached(u => u.EndsWith("/customers?country=US&platform=whatsapp", StringComparison.Ordinal));
        await Expect(view).ToHaveAttributeAsync("aria-current", "page");

        // A colleague sees it, cannot drop it, and sees by it only whom they may see.
        var other = await site.Open("/customers", session: await site.SessionOf(Meridian.Foundation.Governance.Roles.Viewer, "IN"));
        await Expect(other.GetByRole(AriaRole.Link, new() { Name = name })).ToBeVisibleAsync();
        await Expect(other.GetByRole(AriaRole.Button, new() { Name = "Drop the view " + name })).ToHaveCountAsync(0);
        await other.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await other.Reached(u => u.EndsWith("/customers?country=US&platform=whatsapp", StringComparison.Ordinal));
        await Expect(other.GetByText("0 customers", new() { Exact = true })).ToBeVisibleAsync();
        await other.Context.CloseAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Drop the view " + name }).ClickAsync();
        await Expect(view).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).Last.ClickAsync();
        await Expect(view).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
