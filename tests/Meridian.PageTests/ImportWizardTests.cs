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
        await page.WaitForURLAsync("**/imports/new?file=*");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = $"ana@{source}.com" }).First).ToBeVisibleAsync();
        await Expect(page.Locator("input[list=known-sources]")).ToHaveValueAsync(source);

        // What is corrected is kept with the draft: the same address shows it again.
        await page.GetByLabel("What Level means").SelectOptionAsync("ignore");
        await Expect(page.GetByText("Left out")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Site.Ready(page);
        await Expect(page.GetByLabel("What Level means")).ToHaveValueAsync("ignore");

        await page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" }).ClickAsync();
        await page.WaitForURLAsync("**step=check*");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "3 New customers" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Rejected 1", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**verdict=rejected");
        await Expect(page.Locator("tbody tr").Filter(new() { HasText = "no usable identifier" })).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Import 3 rows" }).ClickAsync();
        await page.WaitForURLAsync(new System.Text.RegularExpressions.Regex("/imports/[0-9]+$"));
        await Expect(page.GetByText("Done").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var import = page.Url;
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "3 New customers" })).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("/customers\\?import=[0-9]+&created=true"));

        await page.GetByLabel("E-mail of row 4", new() { Exact = true }).FillAsync($"cy@{source}.com");
        await page.GetByLabel("E-mail of row 4", new() { Exact = true }).BlurAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the mended row" }).ClickAsync();
        await page.WaitForURLAsync(u => u != import && u.Contains("/imports/", StringComparison.Ordinal));
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
        await page.WaitForURLAsync("**/imports/new?file=*");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Add a row of names on top");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" })).ToBeDisabledAsync();
        await page.Context.CloseAsync();
    }

    private static async Task Undo(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo import" }).ClickAsync();
        await Expect(page.GetByText("This import was taken back")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }
}
