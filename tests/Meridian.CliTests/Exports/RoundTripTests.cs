using System.Text;
using System.Text.Json;
using Meridian.CliTests.Running;
using Meridian.DuckDb;
using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.CliTests.Exports;

/// <summary>F23: an export opens in a spreadsheet without running anything, and our own import gives the same customers from it.</summary>
public sealed class RoundTripTests : IDisposable
{
    /// <summary>Cells that a spreadsheet would run, that break naive CSV, and names in many scripts.</summary>
    private static readonly string[] Names =
    [
        "=1+1", "=HYPERLINK(\"http://example.com\")", "+x", "-x", "-1+1", "@x", "@SUM(A1)", "'=1+1", "'quoted'", "''", "\"quoted\"", "a\"b", "a,b", "a;b", "two\nlines", "two\r\nlines", "a _x000D_ b", "_x000d_", "tab\there",
        "back\\slash", "semi; colon", "100%", "null", "TRUE", "1e5", "007", "2026-11-23", "李小龍", "김민준", "山田 太郎", "محمد بن سلمان", "שרה כהן", "Иван Петров", "Γιώργος",
        "สมชาย ใจดี", "प्रिया शर्मा", "Nguyễn Thị Hòa", "José Ñandú", "Zoë Ångström", "O'Brien", "𠮷野家", "👩‍👩‍👧 family", "ﷺ", "Ａｎｎ",
    ];

    /// <summary>Columns of an export that tell what Meridian thinks; what becomes of them is judged by <see cref="An_export_of_an_export_is_the_same"/>.</summary>
    private static readonly string[] Labels = ["profile_id", "activity", "life_stage", "data_quality", "name_script"];

    private static List<string>? _before;
    private readonly Shell _shell = new();
    private readonly Shell _again = new();

    public RoundTripTests()
    {
        var csv = new StringBuilder("customer name,phone,email,platform,notes,country,city,birth date,loyalty tier,opt-in\n");
        for (var i = 0; i < Names.Length; i++)
            csv.Append($"\"{Names[i].Replace("\"", "\"\"", StringComparison.Ordinal)}\",+4474001{i:00000},p{i}@example.com,{(i % 2 == 0 ? "WhatsApp" : "\"WhatsApp, Telegram\"")},\"{Names[^(i + 1)].Replace("\"", "\"\"", StringComparison.Ordinal)}\",GB,London,1990-02-{(i % 28) + 1:00},tier {i % 3},{(i % 2 == 0 ? "yes" : "no")}\n");
        _shell.Import("people.csv", csv.ToString(), "people");
    }

    public void Dispose()
    {
        _shell.Dispose();
        _again.Dispose();
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("jsonl")]
    [InlineData("parquet")]
    public void F23_what_was_exported_comes_in_as_the_same_customers(string format)
    {
        var file = Path.Combine(_shell.Folder, "customers." + format);
        Assert.Equal(Names.Length, Json.Of(_shell.Run("export", "--to", file, "--json").Output).GetProperty("customers").GetInt32());
        var import = _again.Run("import", file, "--source", "people", "--json");
        Assert.True(import.Code == 0, import.Error + import.Output);
        Assert.Equal(0, Json.Of(import.Output).GetProperty("warnings_total").GetInt32());
        // All tests begin with the same.
        var (before, after) = (_before ??= Customers(_shell), Customers(_again));
        Assert.Equal(Names.Length, before.Count);
        for (var i = 0; i < before.Count; i++)
            Assert.Equal(before[i], after[i]);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("jsonl")]
    [InlineData("parquet")]
    public void An_export_of_an_export_is_the_same(string format)
    {
        var first = Path.Combine(_shell.Folder, "first." + format);
        Assert.Equal(0, _shell.Run("export", "--to", first).Code);
        Assert.Equal(0, _again.Run("import", first, "--source", "people").Code);
        var (one, two) = (Path.Combine(_shell.Folder, "one.jsonl"), Path.Combine(_shell.Folder, "two.jsonl"));
        Assert.Equal((0, 0), (_shell.Run("export", "--to", one).Code, _again.Run("export", "--to", two).Code));
        Assert.Equal(Lines(one), Lines(two));

        // A profile's id is its store's own.
        static IEnumerable<string> Lines(string file) => File.ReadLines(file).Select(l => System.Text.RegularExpressions.Regex.Replace(
            l, "\"profile_id\":\"[^\"]*\",?", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void F23_no_cell_of_a_csv_begins_like_a_formula_but_plain_phone_numbers()
    {
        var file = Path.Combine(_shell.Folder, "customers.csv");
        _shell.Run("export", "--to", file);
        var cells = Cells(File.ReadAllText(file).TrimStart('\uFEFF')).ToList();
        Assert.Contains("'=1+1", cells);
        Assert.Contains("+447400100000", cells);
        Assert.Contains("'+x", cells);
        Assert.DoesNotContain(cells, c => c.Length > 0 && "=+-@\t\r\n\0".Contains(c[0], StringComparison.Ordinal) && !System.Text.RegularExpressions.Regex.IsMatch(
            c, @"^\+[0-9]+$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void F23_no_cell_of_a_workbook_is_a_formula_and_phones_are_text()
    {
        var file = Path.Combine(_shell.Folder, "customers.xlsx");
        _shell.Run("export", "--to", file);
        using var zip = System.IO.Compression.ZipFile.OpenRead(file);
        var sheet = zip.Entries.Single(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal) && e.FullName.EndsWith(".xml", StringComparison.Ordinal));
        using var reader = new StreamReader(sheet.Open());
        var xml = reader.ReadToEnd();
        Assert.DoesNotContain("<x:f>", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("<f>", xml, StringComparison.Ordinal);
        var cell = xml[..xml.IndexOf("+447400100000", StringComparison.Ordinal)];
        Assert.Contains("t=\"str\"", cell[cell.LastIndexOf("<x:c ", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public void An_export_tells_the_ids_that_the_sources_have_for_a_customer(string format)
    {
        using var shell = new Shell();
        shell.Import("shop.csv", "customer id,name,email\n42,Ana,ana@example.com\n", "shop");
        shell.Import("crm.csv", "customer id,name,email\n7,Ana,ana@example.com\n", "crm");
        var file = Path.Combine(shell.Folder, "a." + format);
        Assert.Equal(0, shell.Run("export", "--to", file).Code);
        var text = File.ReadAllText(file);
        Assert.Contains("external_ids", text, StringComparison.Ordinal);
        Assert.Contains("\"crm:7; shop:42\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_writes_carriage_returns_so_that_xml_keeps_them()
    {
        var file = Path.Combine(_shell.Folder, "customers.xlsx");
        _shell.Run("export", "--to", file);
        using var zip = System.IO.Compression.ZipFile.OpenRead(file);
        using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var xml = reader.ReadToEnd();
        Assert.Contains("two_x000D_\nlines", xml, StringComparison.Ordinal);
        Assert.Contains(">a _x005F_x000D_ b<", xml, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', xml);
        Assert.Equal(["customers.xlsx", "data", "people.csv"], Directory.EnumerateFileSystemEntries(_shell.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_export_takes_the_filters()
    {
        var file = Path.Combine(_shell.Folder, "telegram.jsonl");
        Assert.Equal(Names.Length / 2, Json.Of(_shell.Run("export", "--to", file, "--platform", "telegram", "--json").Output).GetProperty("customers").GetInt32());
        Assert.All(File.ReadLines(file), l => Assert.Contains("telegram", Json.Of(l).GetProperty("platform").GetString(), StringComparison.Ordinal));
    }

    /// <summary>What a customer is, without what the store made of the file: profile id (which the second store takes for the source's own), file names, rows and times of labels.</summary>
    private static List<string> Customers(Shell shell)
    {
        var emails = shell.Run("customers", "list", "--limit", "1000", "--json").OutputLines.Select(l => Json.Of(l).GetProperty("email").GetString()!).Order(StringComparer.Ordinal).ToList();
        // As "customers show --json" prints each, in one opening of the store.
        using var database = new DuckDbDatabase(Path.Combine(shell.Data, "meridian.duckdb"));
        using var session = database.OpenSession();
        return [.. emails.Select(email =>
        {
            var view = JsonSerializer.SerializeToElement(CustomerViews.Show(session, Scope.Whole, Assert.Single(CustomerViews.Find(session, Scope.Whole, email))), PlainJson.Options);
            var parts = view.GetProperty("identifiers").EnumerateArray().Where(i => i.GetProperty("kind").GetString() != "external_id").Select(i => $"{i.GetProperty("kind")}={i.GetProperty("value")}")
                .Concat(view.GetProperty("traits").EnumerateArray().Where(t => !Labels.Contains(t.GetProperty("trait").GetString())).Select(t => $"{t.GetProperty("trait")}={t.GetProperty("value")}"))
                .Concat(view.GetProperty("labels").EnumerateArray().Where(l => l.GetProperty("tag").GetString() is "country" or "platform" or "activity").Select(l => $"{l.GetProperty("tag")}={l.GetProperty("value")}"));
            return string.Join('|', parts.Order(StringComparer.Ordinal));
        })];
    }

    /// <summary>The cells of a CSV text, unquoted, by the rules of RFC 4180 alone.</summary>
    private static IEnumerable<string> Cells(string csv)
    {
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < csv.Length; i++)
        {
            if (quoted && csv[i] == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
            {
                cell.Append(csv[++i]);
            }
            else if (csv[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && csv[i] is ',' or '\r' or '\n' && !quoted)
            {
                yield return cell.ToString();
                cell.Clear();
            }
            else
            {
                cell.Append(csv[i]);
            }
        }
    }
}
