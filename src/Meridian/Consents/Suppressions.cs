using System.Security.Cryptography;
using System.Text;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;

namespace Meridian.Consents;

/// <summary>An identifier on the suppression list.</summary>
/// <param name="Value">Null where only its hash is known.</param>
/// <param name="Channel">Null for all.</param>
public sealed record SuppressionLine(string Hash, string? Kind, string? Value, string? Channel, string? Reason, DateTime Since, string? By, long Entry);

/// <summary>Identifiers that nobody may write to or call, whoever has them or comes with them later, for any purpose, until they are taken off the list.</summary>
public static class Suppressions
{
    /// <summary>The hash of a normalised value, as lists of hashes have it: SHA-256, hexadecimal.</summary>
    /// <param name="value">An e-mail address in lower case, a phone as "+" and digits.</param>
    public static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    /// <summary>A condition: an identifier is on the list. Its hash is only taken where somebody gave hashes, with or without a phone's plus.</summary>
    public static Sql Holds(IDialect dialect, string channel, Sql kind, Sql value, Sql match) => $"""
        exists (select 1 from {ConsentTables.Suppression} s where s.ended is null and (s.channel is null or s.channel = {channel})
            and (s.match_key = {match} or (s.kind is null and s.hash in ({dialect.Sha256(value)}, {dialect.Sha256($"replace({value}, '+', '')")})) or (s.kind = {kind} and s.value = {value})))
        """;

    /// <summary>What is on the list, the latest first.</summary>
    public static List<SuppressionLine> All(ISession session) => session.List(
        $"select hash, kind, value, channel, reason, since, by_whom, entry from {ConsentTables.Suppression} where ended is null order by entry desc, row_no", Read);

    public static long Count(ISession session) => session.Count($"select count(*) from {ConsentTables.Suppression} where ended is null");

    /// <summary>Numbers at which nobody may be reached by some channel of phones: those on the list or withdrawn for, and hashes of which only some may be numbers.</summary>
    internal static (List<string> Numbers, List<string> Hashes) OfPhones(ISession session) => (
        session.List(
            $"""
            select s.value from {ConsentTables.Suppression} s where s.ended is null and s.kind = 'phone' and s.value is not null
            union
            select c.value from {ConsentTables.Consent} c where c.kind = 'phone' and not c.granted and not exists (
                select 1 from {ConsentTables.Consent} o where o.target = c.target and o.granted and o.own and o.stated_at > c.stated_at and (o.channel is null or o.channel = c.channel))
            """,
            r => r.Text(0)!),
        session.List($"select distinct hash from {ConsentTables.Suppression} where ended is null and kind is null and coalesce(channel, '') <> 'email'", r => r.Text(0)!));

    /// <summary>Those that concern one profile's identifiers.</summary>
    internal static List<SuppressionLine> Of(ISession session, Sql identifiers) => session.List(
        $"""
        select distinct s.hash, s.kind, s.value, s.channel, s.reason, s.since, s.by_whom, s.entry from {ConsentTables.Suppression} s
        join ({identifiers}) i on (s.match_key = i.match_key or (s.kind is null and s.hash in ({session.Dialect.Sha256($"i.value")}, {session.Dialect.Sha256($"replace(i.value, '+', '')")})) or (s.kind = i.kind and s.value = i.value))
        where s.ended is null order by 8, 1
        """, Read);

    /// <summary>Applies the log entry that puts identifiers on the list; what is on it for the channel already stays as it was. Inside the caller's transaction.</summary>
    internal static void Add(ISession session, LogEntry entry)
    {
        var order = SuppressOrder.FromJson(entry.Text);
        var there = session.Query($"select hash, channel from {ConsentTables.Suppression} where ended is null", r => (r.Text(0)!, r.Text(1))).ToHashSet();
        using var writer = session.Append(ConsentTables.Suppression);
        for (var i = 0; i < order.Items.Count; i++)
        {
            if (order.Items[i] is not { } item || !there.Add((item.Hash, order.Channel)))
                continue;
            writer.Add(item.Hash).Add(item.Kind).Add(item.Value).Add(item.Match).Add(order.Channel).Add(order.Reason).Add(entry.At).Add(order.By)
                .Add(entry.Entry).Add(i + 1L).Add((long?)null);
            writer.EndRow();
        }

        writer.Complete();
    }

    /// <summary>Applies the log entry that takes identifiers off the list; inside the caller's transaction.</summary>
    internal static void End(ISession session, LogEntry entry)
    {
        var order = UnsuppressOrder.FromJson(entry.Text);
        foreach (var hashes in order.Hashes.Where(h => h is not null).Chunk(1_000))
        {
            var listed = Sql.Join(", ", hashes.Select(h => (Sql)$"{h}"));
            var which = order.Channel is { } channel ? (Sql)$"and channel = {channel}" : Sql.Empty;
            session.Execute($"update {ConsentTables.Suppression} set ended = {entry.Entry} where ended is null and hash in ({listed}) {which}");
        }
    }

    private static SuppressionLine Read(IRow r) => new(r.Text(0)!, r.Text(1), r.Text(2), r.Text(3), r.Text(4), r.Time(5), r.Text(6), r.Long(7));
}
