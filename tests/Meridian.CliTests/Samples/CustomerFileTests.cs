using Meridian.Samples;
using NodaTime;
using PhoneNumbers;
using Sylvan.Data.Csv;

namespace Meridian.CliTests.Samples;

public sealed class CustomerFileTests : IDisposable
{
    private const int Rows = 20_000;
    private const int Seed = 3;
    private static readonly LocalDate Today = new(2026, 3, 14);
    private static readonly PhoneNumberUtil Reference = PhoneNumberUtil.GetInstance();
    private static readonly Dictionary<string, string> CodeOf = Countries.All.ToDictionary(c => c.English, c => c.Code, StringComparer.Ordinal);

    private readonly string _folder = Directory.CreateTempSubdirectory("meridian-customer-file").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed record Truth(string Id, long Person, string Phone, string Email);

    private (List<Dictionary<string, string>> Rows, List<Truth> Truth) Generate(int rows = Rows)
    {
        var (file, truth) = (Path.Combine(_folder, "c.csv"), Path.Combine(_folder, "t.csv"));
        CustomerFile.Write(file, rows, Seed, Today, truth);
        return (Read(file), [.. Read(truth).Select(t => new Truth(t["id"], long.Parse(t["person"]), t["phone"], t["email"]))]);
    }

    private static List<Dictionary<string, string>> Read(string path)
    {
        using var csv = CsvDataReader.Create(path);
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            Assert.Equal(csv.FieldCount, csv.RowFieldCount);
            rows.Add(Enumerable.Range(0, csv.FieldCount).ToDictionary(csv.GetName, csv.GetString, StringComparer.Ordinal));
        }

        return rows;
    }

    [Fact]
    public void The_same_seed_and_day_give_the_same_bytes()
    {
        var (a, b, other) = (Path.Combine(_folder, "a.csv"), Path.Combine(_folder, "b.csv"), Path.Combine(_folder, "other.csv"));
        CustomerFile.Write(a, 2_000, Seed, Today);
        CustomerFile.Write(b, 2_000, Seed, Today);
        CustomerFile.Write(other, 2_000, Seed + 1, Today);
        Assert.Equal(File.ReadAllBytes(a), File.ReadAllBytes(b));
        Assert.NotEqual(File.ReadAllBytes(a), File.ReadAllBytes(other));
    }

    [Fact]
    public void A_longer_file_begins_like_a_shorter_one()
    {
        var (shorter, longer) = (Path.Combine(_folder, "s.csv"), Path.Combine(_folder, "l.csv"));
        CustomerFile.Write(shorter, 500, Seed, Today);
        CustomerFile.Write(longer, 900, Seed, Today);
        Assert.StartsWith(File.ReadAllText(shorter), File.ReadAllText(longer), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_has_twelve_cells_and_an_id_of_its_own()
    {
        var (rows, _) = Generate();
        Assert.Equal(Rows, rows.Count);
        Assert.Equal(CustomerFile.Header, rows[0].Keys);
        Assert.Equal(Rows, rows.Select(r => r["id"]).Distinct().Count());
        Assert.Contains(rows, r => r["notes"].Contains(',', StringComparison.Ordinal));
        Assert.Contains(rows, r => r["notes"].Contains('"', StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fifth_row_is_somebody_seen_before()
    {
        var seen = new HashSet<long>();
        var repeats = 0;
        for (var row = 0; row < Rows; row++)
        {
            var person = CustomerFile.PersonOf(row, Seed);
            if (seen.Add(person))
                Assert.Equal(seen.Count - 1, person);
            else
                repeats++;
        }

        Assert.Equal(Rows / 5, repeats);
        Assert.Equal(Enumerable.Range(0, Rows).Select(r => CustomerFile.PersonOf(r, Seed)), Generate().Truth.Select(t => t.Person));
    }

    [Fact]
    public void The_truth_is_what_libphonenumber_reads_from_the_row()
    {
        var (rows, truth) = Generate();
        var checkedRows = 0;
        foreach (var (row, fact) in rows.Zip(truth))
        {
            Assert.Equal(row["id"], fact.Id);
            Assert.Equal(row["email"].ToLowerInvariant(), fact.Email);
            var text = row["phone"];
            if (fact.Phone.Length == 0 || text.AsSpan().ContainsAnyInRange('A', 'z') || text.StartsWith("00", StringComparison.Ordinal))
                continue; // no number, or a spelling that is checked with the spellings
            var country = row["country"];
            var read = Reference.Parse(text, CodeOf.GetValueOrDefault(country, country));
            Assert.Equal(fact.Phone, Reference.Format(read, PhoneNumberFormat.E164));
            Assert.True(Reference.IsValidNumber(read), text);
            checkedRows++;
        }

        Assert.InRange(checkedRows, Rows * 90 / 100, Rows);
    }

    [Fact]
    public void A_phone_or_an_address_belongs_to_one_person_under_few_names()
    {
        var (rows, truth) = Generate();
        Assert.All(truth.Where(t => t.Phone.Length > 0).GroupBy(t => t.Phone), g => Assert.Single(g.Select(t => t.Person).Distinct()));
        Assert.All(truth.Where(t => t.Email.Length > 0).GroupBy(t => t.Email), g => Assert.Single(g.Select(t => t.Person).Distinct()));
        Assert.All(
            rows.Zip(truth).GroupBy(r => r.Second.Person),
            g => Assert.InRange(g.Select(r => r.First["full_name"]).Distinct(StringComparer.OrdinalIgnoreCase).Count(), 1, 3));
    }

    [Fact]
    public void The_mess_has_its_shares()
    {
        var (rows, truth) = Generate();
        AssertShare(1, rows.Count(r => r["phone"].Length == 0 && r["email"].Length == 0), within: 0.5);
        AssertShare(2, rows.Zip(truth).Count(r => r.First["phone"].Length > 0 && r.Second.Phone.Length == 0), within: 0.5);
        AssertShare(58, rows.Zip(truth).Count(r => r.Second.Phone.Length > 0 && r.First["phone"] == r.Second.Phone), within: 3);
        AssertShare(12, rows.Count(r => r["email"].Length == 0), within: 6);
        Assert.Contains(rows, r => r["phone"].StartsWith("p:+", StringComparison.Ordinal));
        Assert.Contains(rows, r => r["phone"].StartsWith('＋'));
    }

    private static void AssertShare(double percent, int count, double within) => Assert.InRange(100.0 * count / Rows, percent - within, percent + within);
}
