using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Meridian.Samples;
using Meridian.Samples.Demo;
using MiniExcelLibs;
using NodaTime;

namespace Meridian.CliTests.Samples;

public sealed class DemoSourcesTests : IDisposable
{
    private const int Seed = 7;
    private static readonly LocalDate Today = new(2026, 3, 14);
    private readonly string _folder = Directory.CreateTempSubdirectory("meridian-demo").FullName;
    private readonly IReadOnlyList<DemoSource> _sources;

    public DemoSourcesTests() => _sources = DemoSources.Write(_folder, Today, Seed);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string source) => _sources.Single(s => s.SourceName == source).File;

    // Throws where a byte is not of the encoding: no sample may hold text its encoding cannot say.
    private string TextOf(string source, string encoding)
    {
        var strict = Encoding.GetEncoding(encoding, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        var text = strict.GetString(File.ReadAllBytes(PathOf(source)));
        Assert.DoesNotContain('?', text.Replace("offers?", "", StringComparison.Ordinal));
        return text;
    }

    private List<IDictionary<string, object>> Crm() => [.. MiniExcel.Query(PathOf("crm"), useHeaderRow: true).Cast<IDictionary<string, object>>()];

    [Fact]
    public void About_two_thousand_people_stand_in_about_three_thousand_rows()
    {
        var cast = new DemoCast(Seed, Today);
        var members = Enum.GetValues<DemoFile>().SelectMany(f => cast.In(f).Select(m => m.Person.Index)).ToList();
        Assert.Equal(DemoSources.PeopleCount, members.Distinct().Count());
        Assert.InRange(members.Count, 2_800, 3_500);
        var files = members.CountBy(m => m).ToList();
        Assert.True(files.Count(f => f.Value >= 2) > 600);
        Assert.Contains(files, f => f.Value >= 4);
        Assert.All(Enum.GetValues<DemoFile>(), f => Assert.True(cast.In(f).Count() > 60, f.ToString()));
    }

    [Fact]
    public void Each_file_is_in_the_encoding_of_its_team()
    {
        Assert.StartsWith("Name,Phone Number,Country", TextOf("whatsapp", "utf-8"), StringComparison.Ordinal);
        Assert.StartsWith("客户编号,姓名,手机号", TextOf("客户表", "gb18030"), StringComparison.Ordinal);
        Assert.StartsWith("Código;Nombre;Apellidos;Teléfono", TextOf("clientes", "windows-1252"), StringComparison.Ordinal);
        Assert.StartsWith("\uFEFFชื่อ,LINE ID", TextOf("line", "utf-8"), StringComparison.Ordinal);
        Assert.StartsWith("\uFEFFid\tcreated_time\tad_id", TextOf("facebook-leads", "utf-16"), StringComparison.Ordinal);
        Assert.StartsWith("BEGIN:VCARD\r\nVERSION:", TextOf("phone-contacts", "utf-8"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_json_document_is_well_formed_but_for_the_one_line_that_was_cut()
    {
        using var telegram = JsonDocument.Parse(File.ReadAllBytes(PathOf("telegram")));
        Assert.All(
            telegram.RootElement.EnumerateArray().Where(c => c.GetProperty("first_name").GetString() != "Deleted Account"),
            c => Assert.True(c.TryGetProperty("phone_number", out _) || c.GetProperty("username").GetString()!.Length > 0));

        using var gzip = new GZipStream(File.OpenRead(PathOf("shop")), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        var broken = 0;
        while (reader.ReadLine() is { } line)
        {
            try
            {
                JsonDocument.Parse(line).Dispose();
            }
            catch (JsonException)
            {
                broken++;
            }
        }

        Assert.Equal(1, broken);
    }

    [Fact]
    public void Cards_are_folded_at_75_octets_between_characters()
    {
        var lines = File.ReadAllText(PathOf("phone-contacts")).Split("\r\n");
        Assert.All(lines, l => Assert.InRange(Encoding.UTF8.GetByteCount(l), 0, 75));
        Assert.Contains(lines, l => l.StartsWith(' '));
        Assert.Equal(lines.Count(l => l == "BEGIN:VCARD"), lines.Count(l => l == "END:VCARD"));
    }

    [Fact]
    public void The_rows_that_cannot_be_right_are_there()
    {
        var crm = Crm();
        var cast = new DemoCast(Seed, Today);
        Assert.Equal(8, crm.Count(r => r["Mobile Phone"] as string == cast.ReceptionPhone));
        Assert.Equal(7, crm.Count(r => r["Email"] as string == "info@silkroad.example.com"));
        Assert.Contains(crm, r => r["Country"] as string == "United States" && r["City"] as string == "San Jose" && r["Mobile Phone"] is string phone && phone.StartsWith("+91", StringComparison.Ordinal));
        Assert.Contains(crm, r => r["Mobile Phone"] is double);
        Assert.Contains(crm, r => r["Date of Birth"] is DateTime);

        var chinese = TextOf("客户表", "gb18030");
        Assert.Contains("8.61381E+12", chinese, StringComparison.Ordinal);
        Assert.Contains($"小雨,{cast.Mother.PhoneAs(PhoneStyle.DoubleZero)}", chinese, StringComparison.Ordinal);
        Assert.Contains(crm, r => r["Mobile Phone"] as string == cast.Mother.Phone && r["Date of Birth"] is DateTime birth && LocalDate.FromDateTime(birth) != cast.DaughtersBirth);

        var delimiters = TextOf("clientes", "windows-1252").Split("\r\n").Where(l => !l.Contains('"', StringComparison.Ordinal)).Select(l => l.Count(c => c == ';')).ToList();
        Assert.Contains(delimiters, d => d > 13);
        Assert.Contains(delimiters, d => d is > 0 and < 13);

        var whatsApp = TextOf("whatsapp", "utf-8");
        Assert.Contains("\n\n", whatsApp, StringComparison.Ordinal);
        Assert.Contains("\nUnknown,,", whatsApp, StringComparison.Ordinal);
        Assert.Contains('\u00A0', whatsApp);
        Assert.Contains("<test lead: dummy data for full_name>", TextOf("facebook-leads", "utf-16"), StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_again_gives_the_same_files()
    {
        var other = Directory.CreateTempSubdirectory("meridian-demo").FullName;
        var again = DemoSources.Write(other, Today, Seed);
        Assert.Equal(_sources.Select(s => s with { File = Path.GetFileName(s.File) }), again.Select(s => s with { File = Path.GetFileName(s.File) }));
        // Not the workbook's bytes: the library puts random ids into the package. Its cells are the same.
        Assert.All(_sources.Where(s => s.SourceName != "crm").Zip(again.Where(s => s.SourceName != "crm")), p => Assert.Equal(File.ReadAllBytes(p.First.File), File.ReadAllBytes(p.Second.File)));
        Assert.Equal(Crm().Select(r => string.Join('|', r.Values)), MiniExcel.Query(again[0].File, useHeaderRow: true).Cast<IDictionary<string, object>>().Select(r => string.Join('|', r.Values)));
        Directory.Delete(other, recursive: true);
    }

    [Fact]
    public void The_newest_contact_is_of_this_week_whatever_the_day()
    {
        var leap = new LocalDate(2028, 2, 29);
        DemoSources.Write(_folder, leap, Seed);
        var days = File.ReadLines(PathOf("whatsapp")).Select(l => l.Split(',')).Where(c => c.Length > 4 && c[4].StartsWith("20", StringComparison.Ordinal))
            .Select(c => LocalDate.FromDateTime(DateTime.ParseExact(c[4][..10], "yyyy-MM-dd", provider: null))).ToList();
        Assert.InRange(days.Max(), leap.PlusDays(-3), leap);
        Assert.Contains(days, d => d < leap.PlusDays(-90));
    }
}
