using System.Text;
using System.Text.Json;
using Meridian.Ingest;
using Meridian.Web.Api;

namespace Meridian.WebTests.Api;

/// <summary>Files come in over HTTP, are rehearsed, looked at and taken back.</summary>
public sealed class ImportApiTests
{
    private const string Csv = "id,name,email,country\n1,Asha Rao,asha@example.in,IN\n2,John,john@example.com,US\n,,nothing,\n3,Asha,asha@example.in,IN\n";

    [Theory, OnEngines]
    public async Task A_form_and_a_bare_body_come_to_the_same_and_a_rehearsal_writes_nothing(Engine engine)
    {
        await using var server = await ApiServer.Start(engine);
        using var rehearsed = ApiServer.Form("crm.csv", Csv, ("source", "crm"));
        var rehearsal = await server.Ask("operator", HttpMethod.Post, "/api/v1/imports/rehearse", 200, rehearsed);
        Assert.Equal((4, 3, 1, 2, 1), (Number(rehearsal, "rows"), Number(rehearsal, "accepted"), Number(rehearsal, "rejected"), Number(rehearsal, "profiles_created"), Number(rehearsal, "duplicates")));
        Assert.Equal(["new", "new", "rejected", "duplicate"], rehearsal.GetProperty("verdicts").EnumerateArray().Select(v => v.GetProperty("verdict").GetString()));
        Assert.Equal(0, Number(await server.Get("admin", "/api/v1/customers/count"), "customers"));
        Assert.Empty(Directory.GetDirectories(Path.Combine(server.Folder.Root, "imports")));

        using var form = ApiServer.Form("crm.csv", Csv, ("source", "crm"), ("country", "India"));
        using var taken = await server.Send("operator", HttpMethod.Post, "/api/v1/imports", form);
        Assert.Equal(202, (int)taken.StatusCode);
        var first = (await server.Applied(taken.Headers.Location!.ToString())).GetProperty("import");
        Assert.Equal(("crm.csv", "crm", "applied", 4, 3, 1, 2, 1), (Text(first, "file"), Text(first, "source"), Text(first, "state"), Number(first, "rows"), Number(first, "accepted"), Number(first, "rejected"), Number(first, "profiles_created"), Number(first, "duplicates")));

        using var bare = new ByteArrayContent(Encoding.UTF8.GetBytes(Csv));
        bare.Headers.ContentType = new("text/csv");
        using var again = await server.Send("operator", HttpMethod.Post, "/api/v1/imports?source=crm&file_name=crm.csv", bare);
        var second = (await server.Applied(again.Headers.Location!.ToString())).GetProperty("import");
        Assert.Equal((4, 3, 0, 3), (Number(second, "rows"), Number(second, "accepted"), Number(second, "profiles_created"), Number(second, "unchanged")));

        using var rejected = await server.Send("operator", HttpMethod.Get, Text(first, "rejected_file"));
        Assert.Equal("attachment", rejected.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains("nothing", await rejected.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var undone = await server.Ask("operator", HttpMethod.Post, $"{taken.Headers.Location}/undo", 200);
        Assert.Equal("undone", Text(undone, "state"));
        Assert.Equal("wrong_state", Text(await server.Ask("operator", HttpMethod.Post, $"{taken.Headers.Location}/undo", 409), "code"));
        await server.Ask("operator", HttpMethod.Post, $"{again.Headers.Location}/undo", 200);
        Assert.Equal(0, Number(await server.Get("admin", "/api/v1/customers/count"), "customers"));
    }

    [Theory, OnEngines]
    public async Task An_import_that_is_sent_again_with_its_key_is_the_same_import_also_for_a_server_that_was_started_anew(Engine engine)
    {
        await using var server = await ApiServer.Start(engine);
        var first = await Send("k-1", Csv);
        await server.Applied(first);
        Assert.Equal(first, await Send("k-1", Csv));
        // What a server keeps in memory is gone.
        await using (var anew = Meridian.Web.MeridianServer.Build(server.Store, NodaTime.SystemClock.Instance, "http://127.0.0.1:0", ApiServer.LocalToken, (_, _, _, _) => 0, new ApiHost(null, _ => throw new NotSupportedException())))
        {
            await anew.StartAsync();
            Assert.Equal(first, await Send("k-1", Csv, Meridian.Web.MeridianServer.UrlOf(anew)));
            await anew.StopAsync();
        }

        using var other = ApiServer.Form("crm.csv", Csv + "4,Other,other@example.com,US\n", ("source", "crm"));
        Assert.Equal("idempotency_key_reused", Text(await server.Ask("operator", HttpMethod.Post, "/api/v1/imports", 422, other, ("Idempotency-Key", "k-1")), "code"));
        var second = await Send("k-2", Csv);
        Assert.NotEqual(first, second);
        await server.Applied(second);
        Assert.Equal(2, (await server.Get("admin", "/api/v1/imports")).GetProperty("items").GetArrayLength());

        async Task<string> Send(string key, string csv, string at = "")
        {
            using var form = ApiServer.Form("crm.csv", csv, ("source", "crm"));
            using var answer = await server.Send("operator", HttpMethod.Post, at + "/api/v1/imports", form, ("Idempotency-Key", key));
            Assert.Equal(202, (int)answer.StatusCode);
            return answer.Headers.Location!.ToString();
        }
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_cut_off_leaves_nothing_behind()
    {
        await using var server = await ApiServer.Start(settle: h => h with { UploadBytes = 1_000 });
        using var large = ApiServer.Form("crm.csv", "name\n" + new string('x', 2_000), ("source", "crm"));
        Assert.Equal("too_large", Text(await server.Ask("operator", HttpMethod.Post, "/api/v1/imports", 413, large), "code"));
        using var endless = new ByteArrayContent(new byte[3 << 20]);
        endless.Headers.ContentType = new("text/csv");
        Assert.Equal("too_large", Text(await server.Ask("operator", HttpMethod.Post, "/api/v1/imports?source=crm&file_name=crm.csv", 413, endless), "code"));
        using var cut = new StringContent("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nname,email\r\nA,a@ex", Encoding.UTF8);
        cut.Headers.Remove("Content-Type");
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        Assert.Equal("bad_body", Text(await server.Ask("operator", HttpMethod.Post, "/api/v1/imports", 400, cut), "code"));
        using var twice = ApiServer.Form("crm.csv", Csv, ("source", "crm"), ("file", "again"));
        Assert.Equal("bad_body", Text(await server.Ask("operator", HttpMethod.Post, "/api/v1/imports", 400, twice), "code"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(server.Folder.Root, "imports")));
        Assert.Equal(0, (await server.Get("admin", "/api/v1/imports")).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("../../../etc/passwd.csv")]
    [InlineData("..\\..\\crm.csv")]
    [InlineData("a/b/.csv")]
    [InlineData("crm\u0000.csv")]
    [InlineData("\u202evsc.crm.csv")]
    public async Task The_name_of_a_file_is_no_path(string name)
    {
        await using var server = await ApiServer.Start();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Csv));
        content.Headers.ContentType = new("application/octet-stream");
        using var answer = await server.Send("operator", HttpMethod.Post, $"/api/v1/imports?source=crm&file_name={Uri.EscapeDataString(name)}", content);
        Assert.True((int)answer.StatusCode == 202, await answer.Content.ReadAsStringAsync());
        var import = (await server.Applied(answer.Headers.Location!.ToString())).GetProperty("import");
        Assert.DoesNotContain(Text(import, "file"), c => c is '/' or '\\' || char.IsControl(c) || c == '\u202e');
        Assert.Equal(4, Number(import, "rows"));
        var root = Path.GetDirectoryName(server.Folder.Root)!;
        Assert.Equal(["data"], Directory.GetFileSystemEntries(root).Select(Path.GetFileName));
        Assert.All(Directory.GetFiles(server.Folder.ImportPath(Number(import, "import_id"))), f => Assert.Contains(Path.GetFileName(f), new[] { "original.csv", Text(import, "file") + ".rejected.csv" }));
    }

    [Fact]
    public async Task Where_no_key_brought_an_import_everybody_without_a_limit_sees_it()
    {
        await using var server = await ApiServer.Start();
        var import = server.Import("crm", Csv);
        foreach (var (who, status) in new[] { ("viewer", 200), ("admin", 200), ("admin of IN", 404), ("viewer of IN", 404) })
            await server.Get(who, $"/api/v1/imports/{import}", status);
        using var session = server.Store.OpenSession();
        Assert.Null(Imports.Find(session, import)!.Key);
    }

    private static string Text(JsonElement value, string name) => value.GetProperty(name).GetString()!;

    private static long Number(JsonElement value, string name) => value.GetProperty(name).GetInt64();
}
