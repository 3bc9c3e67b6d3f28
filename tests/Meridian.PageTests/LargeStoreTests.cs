using System.Text.Json;
using Meridian.Samples;
using NodaTime;

namespace Meridian.PageTests;

/// <summary>Two hundred thousand customers in the pages that are all about them; the time it takes is <c>./bench web</c>'s affair.</summary>
[Collection(SiteCollection.Name)]
public sealed class LargeStoreTests : OwnSite
{
    private const int Rows = 250_000;

    protected override async Task Fill(string data)
    {
        var file = Path.Combine(data, "customers.csv");
        CustomerFile.Write(file, Rows, 1, new LocalDate(2026, 11, 23));
        var (code, output, error) = await ServerProcess.TryOn(data, "import", file, "--source", "crm", "--json");
        Assert.True(code is 0 or 5, output + error);
    }

    [Fact]
    public async Task All_are_counted_listed_to_the_last_found_and_tagged_at_once()
    {
        var page = await Begin();
        await page.GotoAsync("/");
        var all = JsonDocument.Parse((await Server.Run("customers", "count", "--json"))[0]).RootElement.GetProperty("customers").GetInt32();
        Assert.InRange(all, 200_000, Rows);
        await Expect(page.Locator("a.figure b").First).ToHaveTextAsync(all.ToString("N0", System.Globalization.CultureInfo.InvariantCulture));

        await page.GotoAsync("/customers");
        await Site.Ready(page);
        await Expect(page.Locator("[role=status]").First).ToHaveTextAsync($"{all:N0} customers");
        // The last of all: there is nothing below it.
        await page.EvaluateAsync("() => { const rows = document.querySelector('.rows'); rows.scrollTop = rows.scrollHeight; }");
        await page.WaitForFunctionAsync("() => { const rows = document.querySelector('.rows'); return rows.scrollTop > 100000 && !rows.querySelector('tr.waiting') && rows.querySelector('td.name'); }");
        var last = page.Locator("table.customers tbody td.name a").Last;
        var id = (await last.GetAttributeAsync("href"))!.Split('/')[^1];
        await page.GotoAsync($"/customers/{id}");
        await Site.Ready(page);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Labels and tags" })).ToContainTextAsync("Activity");

        // By the end of a phone, of all these.
        var somebody = JsonDocument.Parse((await Server.Run("customers", "list", "--country", "BR", "--platform", "whatsapp", "--limit", "1", "--json"))[0]).RootElement;
        var phone = somebody.GetProperty("phone").GetString()!;
        await page.GotoAsync($"/customers?q={phone[^8..]}");
        await Site.Ready(page);
        await Expect(page.Locator($"table.customers a[href='/customers/{somebody.GetProperty("profile_id").GetString()}']")).ToHaveCountAsync(1);

        await Server.Run("tags", "save", "everybody", "--origin", "manual", "--publish");
        await page.GotoAsync("/customers?country=US&platform=whatsapp");
        await Site.Ready(page);
        var some = (await page.Locator("[role=status]").First.InnerTextAsync()).Split(' ')[0];
        await page.Locator("table.customers tbody input[type=checkbox]").First.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Select all {some}" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Tag …" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox).First.ClickAsync();
        await page.Locator(".mud-popover-open").GetByText("everybody").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Give tag" }).ClickAsync();
        await Expect(page.GetByText($"{some} customers have")).ToBeVisibleAsync();
        await page.GotoAsync("/customers?tag=everybody");
        await Site.Ready(page);
        await Expect(page.Locator("[role=status]").First).ToHaveTextAsync($"{some} customers");
    }
}
