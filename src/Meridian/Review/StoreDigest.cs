using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Meridian.Consents;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Rules.Rates;
using Meridian.Segments;
using Meridian.Tags;

namespace Meridian.Review;

/// <summary>A part of the store and the hash of its content.</summary>
public sealed record DigestPart(string Name, long Rows, string Sha256);

/// <summary>
/// The store's content as one hash, by which two states are compared: records and what they say, profiles, identifiers, events, tags, consents; without
/// processing times and the log's own history. Equal digests mean equal stores.
/// What is told to followers of changes is history too: how messages fall into batches decides which steps on the way are seen, and changes nothing of where it leads.
/// </summary>
public static class StoreDigest
{
    public static (string Digest, IReadOnlyList<DigestPart> Parts) Of(ISession session)
    {
        var traits = Sql.Join(", ", TraitColumns.All.Select(t => (Sql)$"{t.Column}"));
        DigestPart[] parts =
        [
            Part(session, "records", 4, $"""
                select r.record_id, r.source, coalesce(r.external_id, ''), v.content_hash
                from {ResolveTables.Record} r join {StatementTables.RecordVersion} v on v.record_id = r.record_id
                where {Imports.Whole($"v.entry")} order by 1, 4
                """),
            Part(session, "profiles", 3, $"select profile_id, record_id, '' from {ResolveTables.Record} order by 1, 2"),
            Part(session, "traits", 8 + TraitColumns.All.Count, $"""
                select profile_id, records, country, country_because, language, language_because, time_zone, custom, {traits}
                from {ProfileTables.Profile} order by 1
                """),
            Part(session, "identifiers", 5, $"""
                select distinct record_id, kind, space, value, coalesce(note, '') from {ResolveTables.Identifier}
                where {Imports.Whole($"entry")} order by 1, 2, 3, 4, 5
                """),
            Part(session, "events", 7, $"""
                select message_key, record_id, owner_id, type, name, occurred_at, properties
                from {EventTables.Event} order by 1, 6, 2
                """),
            Part(session, "tags", 5, $"select profile_id, tag, value, because, origin from {TagTables.Assignment} order by 1, 2, 3, 4, 5"),
            // Of what people said the latest word; which records were there to say it of is another matter after an undo.
            Part(session, "tags by hand", 5, $"""
                select m.record_id, m.tag, m.value, coalesce(cast(m.given as varchar), ''), m.until from (
                    select s.*, row_number() over (partition by s.record_id, s.tag order by s.entry desc, s.row_no desc) as place from {TagTables.Manual} s) m
                where m.place = 1 order by 1, 2
                """),
            Part(session, "edits", 4, $"""
                select e.record_id, e.trait, e.value, case when e.released then 'released' else 'edited' end from (
                    select s.*, row_number() over (partition by s.record_id, s.trait order by s.entry desc, s.row_no desc) as place from {ProfileTables.Edit} s) e
                where e.place = 1 order by 1, 2
                """),
            Part(session, "decisions", 3, $"select record_a, record_b, verdict from {ResolveTables.Decision} order by 1, 2"),
            Part(session, "definitions", 4, $"""
                select 'tag' as what, tag, status, definition from {TagTables.Version} where status <> 'deleted'
                union all
                select 'segment', segment, status, definition from {TagTables.Segment} where status <> 'deleted'
                union all
                select 'area', area, '', definition from {TagTables.Area}
                order by 1, 2, 3, 4
                """),
            // Only where there are some, so that a backup from before there could be any has the digest that it tells.
            .. RateBook.Base(session) is null ? Array.Empty<DigestPart>() : [Part(session, "rates", 3, $"select currency, day, per_base from {RateTables.Stated} order by 1, 2")],
            Part(session, "segment members", 2, $"select segment, record_id from {SegmentTables.Member} order by 1, 2"),
            Part(session, "consents", 7, $"""
                select record_id, '' as target, '' as channel, {Consents.Purposes.Marketing} as purpose, marketing_consent as state, cast(null as timestamp) as stated_at, '' as hash
                from {StatementTables.RecordVersion} where marketing_consent is not null and {Imports.Whole($"entry")}
                union
                select c.record_id, case when c.record_id is null then c.target else '' end, coalesce(c.channel, ''), coalesce(c.purpose, ''),
                    case when not c.granted then 'withdrawn' when c.own then 'granted by themselves' else 'granted' end, case when m.entry is null then c.stated_at end, ''
                from {ConsentTables.Consent} c left join {IngestTables.Import} m on m.entry = c.entry
                union
                select cast(null as uuid), '', coalesce(s.channel, ''), '', 'suppressed', cast(null as timestamp), s.hash from {ConsentTables.Suppression} s where s.ended is null
                order by 1 nulls first, 2, 3, 4, 5, 6 nulls first, 7
                """),
        ];
        var all = string.Join('\n', parts.Select(p => $"{p.Name} {p.Rows} {p.Sha256}"));
        return (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))), parts);
    }

    /// <summary>The same text for the same value, whatever engine gave it.</summary>
    private static string Canonical(object? value) => value switch
    {
        null => "\u0001",
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"A value of type {value.GetType()} has no place in a digest."),
    };

    private static DigestPart Part(ISession session, string name, int columns, Sql query)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = 0L;
        var line = new StringBuilder();
        foreach (var text in session.Query(query, r =>
        {
            line.Clear();
            for (var column = 0; column < columns; column++)
                line.Append(Canonical(r.Value(column))).Append('\u001f');
            return line.Append('\n').ToString();
        }))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            rows++;
        }

        return new DigestPart(name, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
