using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Normalise;

/// <summary>What each accepted row said, one row for each; kept for ever, so that any profile can be made again.</summary>
public static class StatementTables
{
    public static readonly Table RecordVersion = new("record_version");

    public static IReadOnlyList<Sql> Create =>
    [
        $"""
        create table {RecordVersion} (
            record_id uuid not null, entry bigint not null, row_no bigint not null, stated_at timestamp not null, completeness integer not null,
            content_hash bigint not null, name_key bigint, platforms varchar,
            country varchar, address_country varchar, phone_country varchar, locale_country varchar, zone_country varchar,
            language varchar, locale_language varchar, time_zone varchar, phone_zone varchar,
            {TraitColumns.Definitions}, custom varchar, external_id varchar)
        """,
    ];

    /// <summary>What stores of the first schema lack; their records hold the ids, which the statements need only until a record is made of them.</summary>
    public static IReadOnlyList<Sql> AddExternalId => [$"alter table {RecordVersion} add column if not exists external_id varchar"];

    /// <summary>
    /// What statements of messages have beside. <c>message</c>: hash of the message's id, null for rows of files. <c>anonymous</c>: it names only an anonymous id or a device.
    /// </summary>
    public static IReadOnlyList<Sql> AddMessages =>
    [
        $"alter table {RecordVersion} add column if not exists message bigint",
        $"alter table {RecordVersion} add column if not exists anonymous boolean default false",
    ];

    /// <summary><c>own_act</c>: the customer said it themselves, on their own device; what they say of consent then takes an earlier withdrawal back.</summary>
    public static IReadOnlyList<Sql> AddOwnAct => [$"alter table {RecordVersion} add column if not exists own_act boolean default false"];

    /// <summary>Writes one statement.</summary>
    public static void Write(IRowWriter writer, LogEntry entry, RecordVersion v) => Write(writer, entry.Entry, entry.At, v);

    /// <param name="at">Counts where the statement does not say when it was made.</param>
    public static void Write(IRowWriter writer, long entry, DateTime at, RecordVersion v)
    {
        writer.Add(v.RecordId).Add(entry).Add(v.Row).Add(v.StatedAt ?? at).Add(v.Completeness)
            .Add(v.ContentHash).Add(v.NameKey).Add(v.Platforms)
            .Add(v.Country).Add(v.AddressCountry).Add(v.PhoneCountry).Add(v.LocaleCountry).Add(v.ZoneCountry)
            .Add(v.Language).Add(v.LocaleLanguage).Add(v.TimeZone).Add(v.PhoneZone);
        foreach (var trait in TraitColumns.All)
            trait.Write(writer, v);
        writer.Add(v.Custom).Add(v.ExternalId).Add(v.Message).Add(v.IsAnonymous).Add(v.IsOwnAct);
        writer.EndRow();
    }
}
