using System.Globalization;
using System.Text;
using CsCheck;
using Meridian.EngineTests.Store;

namespace Meridian.EngineTests.Resolve;

/// <summary>One row of a random world: each part is drawn from few values, so that rows meet often; null where the row says nothing.</summary>
public sealed record WorldRow(string Source, string? Id, string? User, string? Name, string? Phone, string? Email, string? Birth)
{
    public string Csv => string.Create(CultureInfo.InvariantCulture, $"{Id},{User},{Name},{Phone},{Email},{Birth}\n");

    public override string ToString() => $"{Source}: {Csv.TrimEnd()}";
}

/// <summary>A file of a random world: rows of one source, in order.</summary>
public sealed record WorldFile(string Source, IReadOnlyList<WorldRow> Rows)
{
    public const string Mapping =
        """{"columns":{"i":"external_id","u":"user_id","n":"name","p":"phone","e":"email","b":"birth_date"},"date_order":"ymd"}""";

    public string Csv => "i,u,n,p,e,b\n" + string.Concat(Rows.Select(r => r.Csv));

    public override string ToString() => $"-- {Source}\n{Csv}";
}

/// <summary>Random small worlds in which everything that resolution knows happens: shared values, limits crossed, dates and user ids that contradict.</summary>
public static class World
{
    private static readonly string?[] Names = ["Ann Lee", "Bo Ray", "Cy Orr", "Di Fox", "Ed Poe", "Flo Kay", "Gus Roe", "Hal Sun", null, null, null];
    private static readonly string?[] Phones = ["+447400123451", "+447400123451", "+447400123462", "+447400123473", null];
    private static readonly string?[] Emails = ["ann@example.com", "b.o@gmail.com", "bo@gmail.com", "info@example.com", null, null];
    private static readonly string?[] Births = ["1980-05-17", "1991-12-03", null, null, null];
    private static readonly string?[] Users = ["u1", "u2", null, null, null];
    private static readonly string?[] Ids = ["1", "2", "3", "4", "5", "6", "7", null];

    private static readonly Gen<WorldRow> Row =
        from source in Gen.OneOf<string>("crm", "shop")
        from id in Gen.OneOf<string?>(Ids)
        from user in Gen.OneOf<string?>(Users)
        from name in Gen.OneOf<string?>(Names)
        from phone in Gen.OneOf<string?>(Phones)
        from email in Gen.OneOf<string?>(Emails)
        from birth in Gen.OneOf<string?>(Births)
        select new WorldRow(source, id, user, name, phone, email, birth);

    /// <summary>Rows with at least one identifier each.</summary>
    public static readonly Gen<IReadOnlyList<WorldRow>> Rows =
        Row.Where(r => (r.Id ?? r.User ?? r.Phone ?? r.Email) is not null).List[2, 24].Select(rows => (IReadOnlyList<WorldRow>)rows);

    /// <summary>Splits rows into files of one source each, from a seed: rows shuffled, cut at random, files shuffled.</summary>
    public static IReadOnlyList<WorldFile> Files(IReadOnlyList<WorldRow> rows, int seed)
    {
        var draw = new Random(seed);
        var shuffled = rows.ToArray();
        draw.Shuffle(shuffled);
        var files = shuffled.GroupBy(r => (r.Source, Part: draw.Next(2))).Select(g => new WorldFile(g.Key.Source, [.. g])).ToArray();
        draw.Shuffle(files);
        return files;
    }

    public static void ImportAll(TestStore store, IEnumerable<WorldFile> files)
    {
        foreach (var file in files)
            store.Import(file.Csv, file.Source, mapping: WorldFile.Mapping);
    }

    public static string Print(IEnumerable<WorldFile> files)
    {
        var text = new StringBuilder();
        foreach (var file in files)
            text.Append(file).Append('\n');
        return text.ToString();
    }
}
