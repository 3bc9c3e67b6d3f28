using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Meridian.PageTests;

/// <summary>Colleagues are invited, see what their role shows them, secure their account, and are ended.</summary>
[Collection(SiteCollection.Name)]
public sealed class PeopleTests(Site site)
{
    private const string Password = "another four words here";

    [Fact]
    public async Task Somebody_who_was_invited_joins_sees_their_country_only_turns_the_second_step_on_and_is_ended()
    {
        Site.NeedChromium();
        var email = $"{Meridian.Foundation.Governance.Person.NewId():N}@example.com";
        var admin = await site.Open("/settings/people");
        var form = admin.Locator("#main form").First;
        await form.GetByLabel("Name").FillAsync("Ravi");
        await form.GetByLabel("E-mail").FillAsync(email);
        await form.GetByLabel("Countries").SelectOptionAsync("IN");
        await Expect(form.GetByRole(AriaRole.Button, new() { Name = "Leave out India" })).ToBeVisibleAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await admin.Locator(".secret code").InnerTextAsync();

        var page = await (await site.Browser.NewContextAsync()).NewPageAsync();
        await page.GotoAsync(link);
        await page.GetByLabel("New password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Reached(site.Url + "/");
        await Site.Ready(page);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Settings" })).ToHaveCountAsync(0);
        Assert.Equal(404, (await page.Context.APIRequest.GetAsync(site.Url + "/settings/people")).Status);

        await page.GotoAsync(site.Url + "/me");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        var key = (await page.Locator("code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Code" }).FillAsync(Totp(key));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(page.Locator(".codes li")).ToHaveCountAsync(10);
        var recovery = await page.Locator(".codes li").First.InnerTextAsync();

        var other = await (await site.Browser.NewContextAsync()).NewPageAsync();
        await other.GotoAsync(site.Url + "/login");
        await other.GetByLabel("E-mail").FillAsync(email);
        await other.GetByLabel("Password").FillAsync(Password);
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await other.Reached("**/login/code*");
        await other.GetByLabel("Code").FillAsync(recovery);
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await other.Reached(site.Url + "/");

        await admin.ReloadAsync();
        await Site.Ready(admin);
        await admin.Locator("tr").Filter(new() { HasText = email }).GetByRole(AriaRole.Button).ClickAsync();
        await admin.GetByRole(AriaRole.Menuitem, new() { Name = "End access" }).Or(admin.GetByText("End access")).First.ClickAsync();
        await Expect(admin.Locator("tr").Filter(new() { HasText = email })).ToContainTextAsync("Ended");
        await other.GotoAsync(site.Url + "/customers");
        await other.Reached("**/login*");
        foreach (var context in new[] { admin.Context, page.Context, other.Context })
            await context.CloseAsync();
    }

    /// <summary>As RFC 6238 has it: six digits of the half minute.</summary>
    private static string Totp(string key)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(key.Select(c => Convert.ToString(Alphabet.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // What authenticator apps speak.
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }
}
