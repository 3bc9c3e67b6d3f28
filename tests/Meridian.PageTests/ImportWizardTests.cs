namespace Meridian.PageTests;

/// <summary>From a dropped file to customers, and back.</summary>
[Collection(SiteCollection.Name)]
public sealed class ImportWizardTests(Site site)
{
    [Fact]
    public async Task A_file_is_looked_at_corrected_rehearsed_imported_mended_and_taken_back()
    {
        var page = await site.Open("/imports/new");
        // Letters only: a number would be taken for a date or a copy, and left out of the source's name.
        var source = "wizard" + string.Concat(Meridian.Foundation.Governance.Person.NewId().ToString("N")[..8].Select(c => (char)('a' + (c % 26))));
        await page.Locator("#import-file").SetInputFilesAsync(new FilePayload
        {
            Name = source + ".csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes($"No,Name,E-mail,E-Mail 2,Level\n1,Ana,ana@{source}.com,ana@{source}.com,gold\n2,Bo,bo@{source}.com,,silver\n,Cy,nothing,,gold\n3,Di,di@{source}.com,,gold\n"),
        });
        await page.Reached("**/imports/new?file=*");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = $"ana@{source}.com" }).First).ToBeVisibleAsync();
        await Expect(page.Locator("input[list=known-sources]")).ToHaveValueAsync(source);

        // What is corrected is kept with the draft: the same address shows it again.
        await page.GetByLabel("What Level means").SelectOptionAsync("ignore");
        await Expect(page.GetByText("Left out")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Site.Ready(page);
        await Expect(page.GetByLabel("What Level means")).ToHaveValueAsync("ignore");

        await page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" }).ClickAsync();
        await page.Reached("**step=check*");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "3 New customers" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Rejected 1", Exact = true }).ClickAsync();
        await page.Reached("**verdict=rejected");
        await ScreensTests.Look(page, "rehearsal", dark: false);
        var refused = page.Locator("tbody tr").Filter(new() { HasText = "no usable identifier" });
        await Expect(refused).ToHaveCountAsync(1);
        // The row's content stands beside its verdict.
        await Expect(refused.Locator("td.cell").Nth(1)).ToHaveTextAsync("Cy");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "E-mail", Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Import 3 rows" }).ClickAsync();
        await page.Reached(new System.Text.RegularExpressions.Regex("/imports/[0-9]+$"));
        await Expect(page.GetByText("Done").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var import = page.Url;
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "3 New customers" })).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("/customers\\?import=[0-9]+&created=true"));

        await page.GetByLabel("E-mail of row 4", new() { Exact = true }).FillAsync($"cy@{source}.com");
        await page.GetByLabel("E-mail of row 4", new() { Exact = true }).BlurAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the mended row" }).ClickAsync();
        await page.Reached(u => u != import && u.Contains("/imports/", StringComparison.Ordinal));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = source + ".mended.csv" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("Done").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Undo(page);
        await page.GotoAsync(import);
        await Site.Ready(page);
        await Expect(page.GetByText("One mended row came in with")).ToBeVisibleAsync();
        await Undo(page);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Import again" }).First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_file_without_names_of_columns_is_not_imported()
    {
        var page = await site.Open("/imports/new");
        await page.Locator("#import-file").SetInputFilesAsync(new FilePayload { Name = "bare.csv", MimeType = "text/csv", Buffer = "Ana Lima,ana@example.com,+5511987654321\nBo Berg,bo@example.com,+46701234567\n"u8.ToArray() });
        await page.Reached("**/imports/new?file=*");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Add a row of names on top");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" })).ToBeDisabledAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_file_of_orders_is_recognised_rehearsed_and_taken_in_and_says_that_it_cannot_be_taken_back()
    {
        var page = await site.Open("/imports/new", dark: true);
        var source = "orders" + string.Concat(Meridian.Foundation.Governance.Person.NewId().ToString("N")[..8].Select(c => (char)('a' + (c % 26))));
        await page.Locator("#import-file").SetInputFilesAsync(new FilePayload
        {
            Name = source + ".csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes(
                $"Order ID,Order date,Total,Customer,E-mail,Moment\n{source}1,2026-02-01 10:00,12.50,Ana,ana@{source}.com,x\n{source}2,2026-02-02 10:00,30,Bo,bo@{source}.com,y\n{source}3,never,9,Cy,cy@{source}.com,z\n"),
        });
        await page.Reached("**/imports/new?file=*");
        await Expect(page.GetByText("Read as orders")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("What Order ID means")).ToHaveValueAsync("order_id");
        await Expect(page.GetByLabel("What E-mail means")).ToHaveValueAsync("email");
        await page.GetByLabel("What Total means").SelectOptionAsync("ignore");
        await Expect(page.GetByText("You said so")).ToBeVisibleAsync();

        // What it tells can be said by hand, and back.
        await page.GetByLabel("It tells of").SelectOptionAsync("customers");
        await Expect(page.GetByText("Read as orders")).ToHaveCountAsync(0);
        await page.GetByLabel("It tells of").SelectOptionAsync("events");
        await Expect(page.GetByText("Read as orders")).ToBeVisibleAsync();

        await ScreensTests.Look(page, "events-columns", dark: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" }).ClickAsync();
        await page.Reached("**step=check*");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "2 New events" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("Events cannot be taken back file by file")).ToBeVisibleAsync();
        await ScreensTests.Look(page, "events-rehearsal", dark: true);
        await page.GetByRole(AriaRole.Link, new() { Name = "Rejected 1", Exact = true }).ClickAsync();
        await page.Reached("**verdict=rejected");
        await Expect(page.Locator("td.cell.at-fault")).ToContainTextAsync("never");

        await page.GetByRole(AriaRole.Button, new() { Name = "Import 2 events" }).ClickAsync();
        await page.Reached("**step=result*");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "2 New events" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo import" })).ToHaveCountAsync(0);
        await Expect(page.Locator("td.cell.at-fault")).ToContainTextAsync("never");
        await ScreensTests.Look(page, "events-result", dark: true);
        // What became of it is there when the page is opened again.
        await page.ReloadAsync();
        await Site.Ready(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "2 New events" }).ClickAsync();
        await page.Reached("**/live?source=*");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Order Completed" }).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Columns_that_make_one_thing_are_told_and_can_be_kept_apart()
    {
        var page = await site.Open("/imports/new");
        await page.Locator("#import-file").SetInputFilesAsync(new FilePayload
        {
            Name = "twophones.csv",
            MimeType = "text/csv",
            Buffer = "Given name,Family name,Phone,Mobile\nAna,Lima,+5511987654321,+5511987654322\nBo,Berg,+46701234567,\n"u8.ToArray(),
        });
        await page.Reached("**/imports/new?file=*");
        await Expect(page.GetByText("Given name · Family name are read as one: Full name.")).ToBeVisibleAsync();
        var phones = page.Locator(".note").Filter(new() { HasText = "Phone · Mobile are read as one: Phone." });
        await phones.GetByRole(AriaRole.Button, new() { Name = "Keep apart" }).ClickAsync();
        await Expect(page.GetByLabel("What Mobile means")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^trait:"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByLabel("What Mobile means")).ToHaveValueAsync("phone");
        await page.Context.CloseAsync();
    }

    private static async Task Undo(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo import" }).ClickAsync();
        await Expect(page.GetByText("This import was taken back")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }
}
