using System.IO.Compression;
using System.Text;
using Meridian.Cli;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

/// <summary>F17 to F20 at the command line: a file that is not what it says is one sentence, exit code 2, and nothing written.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    public static TheoryData<string, string> Files() => new()
    {
        { "pdf", "customers.csv" }, { "png", "customers.csv" }, { "program", "customers.csv" }, { "random", "customers.csv" },
        { "cut-gz", "customers.csv.gz" }, { "slip-zip", "customers.zip" },
        { "nul", "customers.csv" }, { "nul-late", "customers.csv" }, { "empty", "customers.csv" }, { "blank", "customers.csv" }, { "long-line", "customers.csv" },
        { "cut-xlsx", "customers.xlsx" }, { "cut-parquet", "customers.parquet" },
    };

    [Theory, MemberData(nameof(Files))]
    public void F19_a_file_that_is_not_what_it_says_is_refused_where_there_is_no_store(string what, string name)
    {
        AssertRefused(_shell.Run("import", _shell.Write(name, Bytes(what)), "--source", "crm"));
        Assert.Empty(Leftovers());
    }

    [Theory, MemberData(nameof(Files))]
    public void F19_a_refused_file_leaves_a_store_as_it_was(string what, string name)
    {
        _shell.Import("crm.csv", Contacts.Crm, "crm");
        var before = _shell.Run("check", "--digest").Output;
        AssertRefused(_shell.Run("import", _shell.Write(name, Bytes(what)), "--source", "other"));
        Assert.Equal(before, _shell.Run("check", "--digest").Output);
        Assert.Equal(ExitCode.Ok, _shell.Run("check").Code);
        // The next import is not hindered.
        Assert.Equal(ExitCode.PartlyRejected, _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp").Code);
    }

    [Theory, MemberData(nameof(Files))]
    public void F19_a_rehearsal_refuses_it_as_well(string what, string name)
    {
        AssertRefused(_shell.Run("import", _shell.Write(name, Bytes(what)), "--source", "crm", "--dry-run"));
        Assert.False(Directory.Exists(_shell.Data));
    }

    /// <summary>A bomb of 1.3 GiB in 80 KB: twenty members of blank lines, each 64 MiB.</summary>
    [Fact]
    public void F19_a_bomb_is_refused()
    {
        var member = Gzip(Repeated("\n", 64 << 20));
        AssertRefused(_shell.Run("import", _shell.Write("customers.csv.gz", [.. Gzip("name,email\nAnn,ann@example.com\n"u8.ToArray()), .. Enumerable.Repeat(member, 20).SelectMany(m => m)]), "--source", "crm"));
        Assert.DoesNotContain("ann@example.com", _shell.Run("customers", "list").Output, StringComparison.Ordinal);
    }

    /// <summary>F17: an export that was cut off keeps the rows before the damage, and the damaged one is a rejected row.</summary>
    [Fact]
    public void F17_rows_before_the_damage_are_kept()
    {
        var import = Json.Of(_shell.Import("half.json", """[{"name": "Ann", "email": "ann@example.com"}, {"name": "Bo", "em""", "crm", "--json").Output);
        Assert.Equal((1, 1), (import.GetProperty("accepted").GetInt32(), import.GetProperty("rejected").GetInt32()));
    }

    /// <summary>What may stand in the data folder after a refusal where there was no store: an empty store, but no row, no copy of the file, no list of rejects.</summary>
    private IEnumerable<string> Leftovers() => Directory.Exists(_shell.Data)
        ? Directory.EnumerateFiles(_shell.Data, "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).StartsWith("meridian.duckdb", StringComparison.Ordinal))
        : [];

    private static void AssertRefused(Ended ended)
    {
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        var line = Assert.Single(ended.ErrorLines);
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Contains("customers.", line, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string what)
    {
        var rows = Encoding.UTF8.GetBytes("name,email\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"Person {i},person{i * 7919 % 20_011}@example.com\n")));
        switch (what)
        {
            case "pdf":
                return Encoding.Latin1.GetBytes("%PDF-1.7\n%âãÏÓ\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\nname,email\nA,a@example.com\n%%EOF\n");
            case "png":
                return [0x89, .. "PNG\r\n"u8, 0x1a, 0x0a, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 1, 0, 0, 0, 1, 0, 8, 6, 0, 0, 0];
            case "program":
                return [0x7f, .. "ELF"u8, 2, 1, 1, 0, .. new byte[56]];
            case "random":
                var random = new byte[50_000];
                new Random(20261123).NextBytes(random);
                return random;
            case "cut-gz":
                return Gzip(rows)[..^2_000];
            case "slip-zip":
                return Zip("../../customers.csv", rows);
            case "nul":
                return "name,email\nA\0nn,ann@example.com\n"u8.ToArray();
            case "nul-late":
                return [.. rows, .. "A\0nn,ann@example.com\n"u8];
            case "empty":
                return [];
            case "blank":
                return "\n\r\n   \n"u8.ToArray();
            case "long-line":
                return [.. "name,email\n"u8, .. Repeated("x", 8 << 20)];
            case "cut-xlsx":
                using (var workbook = new MemoryStream())
                {
                    MiniExcelLibs.MiniExcel.SaveAs(workbook, Enumerable.Range(0, 500).Select(i => new { name = $"Person {i}", email = $"p{i}@example.com" }));
                    return workbook.ToArray()[..^300];
                }

            case "cut-parquet":
                return [.. "PAR1"u8, .. new byte[500], .. "PAR"u8];
            default:
                throw new ArgumentOutOfRangeException(nameof(what), what, "Not one of the files.");
        }
    }

    private static byte[] Repeated(string unit, int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)unit[i % unit.Length];
        return bytes;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Zip(string entry, byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        using (var stream = zip.CreateEntry(entry).Open())
            stream.Write(content);
        return packed.ToArray();
    }
}
