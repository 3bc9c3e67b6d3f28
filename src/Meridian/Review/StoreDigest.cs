using System.Security.Cryptography;
using System.Text;
using Meridian.Consents;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;

namespace Meridian.Review;

/// <summary>A part of the store and the hash of its content.</summary>
public sealed record DigestPart(string Name, long Rows, string Sha256);

/// <summary>
/// The store's content as one hash, by which two states are compared: records and what they say, profiles, identifiers, events, tags, consents; without
/// processing times and the log's own history. Equal digests mean equal stores.
/// </summary>
public static class StoreDigest
{
    public static (string Digest, IReadOnlyList<DigestPart> Parts) Of(ISession session)
    {
        var traits = Sql.Join(", ", TraitColumns.All.Select(t => (Sql)$"cast({t.Column} as varchar)"));
        DigestPart[] parts =
        [
            Part(session, "records", 4, $"""
                select cast(r.record_id as varchar), r.source, coalesce(r.external_id, ''), cast(v.content_hash as varchar)
                from {ResolveTables.Record} r join {StatementTables.RecordVersion} v on v.record_id = r.record_id
                where {Imports.Whole($"v.entry")} order by 1, 4
                """),
            Part(session, "profiles", 3, $"select cast(profile_id as varchar), cast(record_id as varchar), '' from {ResolveTables.Record} order by 1, 2"),
            Part(session, "traits", 8 + TraitColumns.All.Count, $"""
                select cast(profile_id as varchar), cast(records as varchar), country, country_because, language, language_because, time_zone, custom, {traits}
                from {ProfileTables.Profile} order by 1
                """),
            Part(session, "identifiers", 5, $"""
                select distinct cast(record_id as varchar), kind, space, value, coalesce(note, '') from {ResolveTables.Identifier}
                where {Imports.Whole($"entry")} order by 1, 2, 3, 4, 5
                """),
            Part(session, "events", 7, $"""
                select cast(message_key as varchar), cast(record_id as varchar), cast(owner_id as varchar), type, name, cast(occurred_at as varchar), properties
                from {EventTables.Event} order by 1, 6, 2
                """),
            Part(session, "tags", 4, $"select cast(profile_id as varchar), tag, value, because from {TagTables.Assignment} order by 1, 2, 3, 4"),
            Part(session, "consents", 6, $"""
                select cast(record_id as varchar), '', '', {Consents.Purposes.Marketing}, marketing_consent, '' from {StatementTables.RecordVersion}
                where marketing_consent is not null and {Imports.Whole($"entry")}
                union
                select coalesce(cast(c.record_id as varchar), ''), case when c.record_id is null then c.target else '' end, coalesce(c.channel, ''), coalesce(c.purpose, ''),
                    case when not c.granted then 'withdrawn' when c.own then 'granted by themselves' else 'granted' end,
                    case when m.entry is null then cast(c.stated_at as varchar) else '' end
                from {ConsentTables.Consent} c left join {IngestTables.Import} m on m.entry = c.entry
                union
                select '', s.hash, coalesce(s.channel, ''), '', 'suppressed', '' from {ConsentTables.Suppression} s where s.ended is null
                order by 1, 2, 3, 4, 5, 6
                """),
        ];
        var all = string.Join('\n', parts.Select(p => $"{p.Name} {p.Rows} {p.Sha256}"));
        return (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))), parts);
    }

    private static DigestPart Part(ISession session, string name, int columns, Sql query)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = 0L;
        var line = new StringBuilder();
        foreach (var text in session.Query(query, r =>
        {
            line.Clear();
            for (var column = 0; column < columns; column++)
                line.Append(r.Text(column) ?? "\u0001").Append('\u001f');
            return line.Append('\n').ToString();
        }))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            rows++;
        }

        return new DigestPart(name, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
