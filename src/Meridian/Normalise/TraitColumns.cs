using Meridian.Foundation.Database;

namespace Meridian.Normalise;

/// <summary>How a trait's value is chosen where a profile's records differ.</summary>
public enum Survivor
{
    /// <summary>Most trusted source, then most recent, then most complete statement.</summary>
    Best,

    /// <summary>The earliest time named anywhere.</summary>
    Earliest,

    /// <summary>The latest time named anywhere.</summary>
    Latest,

    /// <summary>A withdrawal stated anywhere, whoever says otherwise.</summary>
    Withdrawal,
}

/// <summary>A well-known trait: its column, type, how it survives, and how a statement's value is written.</summary>
public sealed record TraitColumn(Column Column, Sql Type, Survivor Survivor, Action<IRowWriter, RecordVersion> Write);

/// <summary>The well-known traits that records state and profiles show; the one list from which tables, bulk writes and survivorship are made.</summary>
public static class TraitColumns
{
    public static IReadOnlyList<TraitColumn> All { get; } =
    [
        Text("name", v => v.Name),
        Text("given_name", v => v.GivenName),
        Text("family_name", v => v.FamilyName),
        Text("nickname", v => v.Nickname),
        Text("name_script", v => v.NameScript),
        Text("gender", v => v.Gender),
        new(new Column("birth_date"), $"date", Survivor.Best, (w, v) => w.Add(v.BirthDate)),
        new(new Column("age"), $"integer", Survivor.Best, (w, v) => w.Add(v.Age)),
        Text("address", v => v.Address),
        Text("city", v => v.City),
        Text("state", v => v.State),
        Text("postcode", v => v.Postcode),
        Text("company", v => v.Company),
        Text("job_title", v => v.JobTitle),
        Text("industry", v => v.Industry),
        Time("created_at", Survivor.Earliest, v => v.CreatedAt),
        Time("last_seen_at", Survivor.Latest, v => v.LastSeenAt),
        Time("last_order_at", Survivor.Latest, v => v.LastOrderAt),
        Time("first_order_at", Survivor.Earliest, v => v.FirstOrderAt),
        Number("orders_count", v => v.OrdersCount),
        new(new Column("total_spent"), $"double precision", Survivor.Best, (w, v) => w.Add(v.TotalSpent)),
        Text("currency", v => v.Currency),
        Number("messages_in", v => v.MessagesIn),
        Number("messages_count", v => v.MessagesCount),
        Number("active_days_30", v => v.ActiveDays30),
        new(new Column("marketing_consent"), $"varchar", Survivor.Withdrawal, (w, v) => w.Add(v.MarketingConsent)),
        Text("avatar", v => v.Avatar),
        Text("notes", v => v.Notes),
    ];

    /// <summary>"name varchar, given_name varchar, ..." for create table.</summary>
    public static Sql Definitions => Sql.Join(", ", All.Select(t => (Sql)$"{t.Column} {t.Type}"));

    /// <summary>"name, given_name, ..." for select lists and inserts.</summary>
    public static Sql Names => Sql.Join(", ", All.Select(t => (Sql)$"{t.Column}"));

    private static TraitColumn Text([System.Diagnostics.CodeAnalysis.ConstantExpected] string name, Func<RecordVersion, string?> value) =>
        new(new Column(name), $"varchar", Survivor.Best, (w, v) => w.Add(value(v)));

    private static TraitColumn Number([System.Diagnostics.CodeAnalysis.ConstantExpected] string name, Func<RecordVersion, long?> value) =>
        new(new Column(name), $"bigint", Survivor.Best, (w, v) => w.Add(value(v)));

    private static TraitColumn Time([System.Diagnostics.CodeAnalysis.ConstantExpected] string name, Survivor survivor, Func<RecordVersion, DateTime?> value) =>
        new(new Column(name), $"timestamp", survivor, (w, v) => w.Add(value(v)));
}
