using System.Text.Json;
using Meridian.Foundation.Governance;

namespace Meridian.WebTests.Api;

/// <summary>Customers are edited over the API: what is asked for, by whom, and unless somebody was quicker.</summary>
public sealed class EditApiTests
{
    private const string Csv = "id,name,email,city,country,tier\n1,Asha Rao,asha@example.in,Pune,IN,gold\n2,John Smith,john@example.com,Austin,US,\n";

    [Theory, OnEngines]
    public async Task An_edit_is_a_merge_patch_whose_nulls_release(Engine engine)
    {
        await using var server = await ApiServer.Start(engine);
        server.Import("crm", Csv);
        var (asha, john) = (server.Profile("asha@example.in"), server.Profile("john@example.com"));
        Task<JsonElement> Edit(string who, Guid id, int status, object body, params (string, string)[] headers) => server.Ask(who, HttpMethod.Patch, $"/api/v1/customers/{id}", status, body, headers);

        using var seen = await server.Send("operator", HttpMethod.Get, $"/api/v1/customers/{asha}");
        var tag = seen.Headers.ETag!.ToString();
        var receipt = await Edit("operator", asha, 200, """{"traits":{"city":"Mumbai","age":33,"tier":"platinum"},"reason":"she called"}""", ("If-Match", tag));
        Assert.Equal(["age  33", "city Pune Mumbai", "tier gold platinum"], receipt.GetProperty("changed").EnumerateArray().Select(c => $"{Text(c, "trait")} {Text(c, "before")} {Text(c, "value")}").Order(StringComparer.Ordinal));
        var edited = (await server.Get("viewer", $"/api/v1/customers/{asha}")).GetProperty("traits").EnumerateArray().Single(t => Text(t, "trait") == "city");
        Assert.Equal(("Mumbai", ApiKeys.IdOf(server.Keys["operator"]), "she called"), (Text(edited, "value"), Text(edited.GetProperty("edit"), "by"), Text(edited.GetProperty("edit"), "reason")));

        // Who read her before the edit decides anew.
        Assert.Equal("changed_meanwhile", Text(await Edit("operator", asha, 412, """{"traits":{"city":"Goa"}}""", ("If-Match", tag)), "code"));
        var released = await Edit("operator", asha, 200, """{"traits":{"city":null,"company":null}}""", ("If-Match", "*"));
        Assert.Equal(["company"], released.GetProperty("unchanged").EnumerateArray().Select(u => u.GetString()));
        Assert.Equal("Pune", Text((await server.Get("viewer", $"/api/v1/customers/{asha}")).GetProperty("traits").EnumerateArray().Single(t => Text(t, "trait") == "city"), "value"));

        var wrong = await Edit("operator", asha, 422, """{"traits":{"birth_date":"3000-01-01","country":"Atlantis","phone":"1"}}""");
        Assert.Equal("bad_edit", Text(wrong, "code"));
        foreach (var trait in new[] { "birth_date: ", "country: ", "phone: " })
            Assert.Contains(trait, Text(wrong, "detail"), StringComparison.Ordinal);
        Assert.Equal("bad_edit", Text(await Edit("operator", asha, 422, """{"traits":{"city":["Pune"]}}"""), "code"));
        Assert.Equal("bad_body", Text(await Edit("operator", asha, 400, """{"city":"Pune"}"""), "code"));

        // Within their countries, and not out of them.
        Assert.Equal("not_found", Text(await Edit("operator of IN", john, 404, """{"traits":{"city":"Goa"}}"""), "code"));
        await Edit("operator of IN", asha, 200, """{"traits":{"city":"Goa"}}""");
        Assert.Equal("limited_key", Text(await Edit("operator of IN", asha, 403, """{"traits":{"country":"US"}}"""), "code"));
        await Edit("viewer", asha, 403, """{"traits":{"city":"Goa"}}""");

        // The audit tells who edited what, and no value.
        var acts = (await server.Get("admin", "/api/v1/audit?limit=200")).GetProperty("items").EnumerateArray().Where(a => a.GetRawText().Contains("customer.edit", StringComparison.Ordinal)).Select(a => a.GetRawText()).ToList();
        Assert.Equal(3, acts.Count);
        Assert.Contains(acts, a => a.Contains("tier", StringComparison.Ordinal) && a.Contains(ApiKeys.IdOf(server.Keys["operator"]), StringComparison.Ordinal));
        Assert.All(acts, a => Assert.DoesNotContain("Mumbai", a, StringComparison.Ordinal));
    }

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();
}
