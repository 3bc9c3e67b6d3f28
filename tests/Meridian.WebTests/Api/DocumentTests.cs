using System.Text.Json;
using System.Text.RegularExpressions;
using Meridian.Web.Api;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Api;

/// <summary>What is written about the API is what the server does.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Docs = Path.Combine(Root(), "docs");

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, IndentSize = 2, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_document_in_the_repository_is_the_one_that_the_server_gives()
    {
        await using var server = await ApiServer.Start();
        var given = JsonSerializer.Serialize(await server.Get(null, "/openapi/v1.json"), Readable) + "\n";
        var path = Path.Combine(Docs, "openapi", "v1.json");
        if (Environment.GetEnvironmentVariable("MERIDIAN_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, given);
        }

        Assert.True(File.Exists(path) && await File.ReadAllTextAsync(path) == given, "docs/openapi/v1.json is not what the server gives. Look at the difference: MERIDIAN_GOLDEN=write makes it anew. A member that was there before must stay.");
    }

    [Fact]
    public async Task Every_code_of_a_problem_and_every_right_is_explained()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Docs, "api.md"));
        foreach (var problem in Problems.All)
            Assert.Contains($"| `{problem.Code}` | {problem.Status} |", text, StringComparison.Ordinal);
        Assert.Equal(Problems.All.Count, Problems.All.Select(p => p.Code).Distinct(StringComparer.Ordinal).Count());
        await using var server = await ApiServer.Start();
        foreach (var path in (await server.Get(null, "/openapi/v1.json")).GetProperty("paths").EnumerateObject())
            Assert.Contains($"`{path.Name[ApiEndpoints.Root.Length..]}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_of_the_documentation_come_from_the_program_alone()
    {
        await using var server = await ApiServer.Start();
        using var page = await server.Send(null, HttpMethod.Get, "/docs/");
        var html = await page.Content.ReadAsStringAsync();
        Assert.True(page.IsSuccessStatusCode, html);
        Assert.DoesNotMatch(Elsewhere(), html);
        var scripts = Script().Matches(html).Select(m => m.Groups["src"].Value).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            using var answer = await server.Send(null, HttpMethod.Get, new Uri(new Uri(server.Url + "/docs/"), script).ToString());
            Assert.True(answer.IsSuccessStatusCode, script);
            Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length > 0, script);
        }

        Assert.Contains("default-src 'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_example_works_as_it_stands()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/curl"), "There is no curl on this machine.");
        await using var server = await ServerProcess.Start();
        var folder = Directory.CreateDirectory(Path.Combine(server.Data, "..", "work")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "customers.csv"), "id,name,phone,country,whatsapp\n1,Asha Rao,+91 98765 43210,IN,yes\n2,John Smith,+1 202 555 0143,US,\n");
        var examples = (await File.ReadAllLinesAsync(Path.Combine(Docs, "api.md"))).Where(l => l.StartsWith("curl ", StringComparison.Ordinal)).ToList();
        Assert.True(examples.Count > 10);
        foreach (var example in examples)
        {
            using var shell = ChildProcess.Start("bash", ["-c", $"cd '{folder}' && {example.Replace("curl -s", "curl -sS --fail-with-body", StringComparison.Ordinal)}"], ("KEY", ServerProcess.AdminKey), ("URL", server.Url));
            Assert.True(await shell.Wait(TimeSpan.FromSeconds(60)) == 0, $"{example}\n{shell.Output}{shell.Error}");
            if (!example.Contains("-o ", StringComparison.Ordinal))
                Assert.Equal(JsonValueKind.Object, JsonElement.Parse(shell.Output).ValueKind);
        }

        Assert.True(new FileInfo(Path.Combine(folder, "india.xlsx")).Length > 1_000);
    }

    [GeneratedRegex("(src|href)=\"(https?:)?//", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Elsewhere();

    [GeneratedRegex("<script[^>]* src=\"(?<src>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Script();

    internal static string Root()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Meridian.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside a clone.");
        return root;
    }
}
