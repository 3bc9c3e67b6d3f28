using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Resolve;
using Meridian.Tags.Definitions;

namespace Meridian.Tags.Manual;

/// <summary>What a person says of customers' tags.</summary>
/// <param name="Action">One of <see cref="TaggingOrder"/>'s.</param>
/// <param name="Value">Null for a tag without values, and of a take or a release for whatever value they have.</param>
/// <param name="Until">UTC; null for the tag's time to live, or for no end.</param>
public sealed record TaggingRequest(string Action, string Tag, string? Value, DateTime? Until, string? Reason);

/// <summary>What became of it.</summary>
/// <param name="Entries">Of the log; they are applied by the pump.</param>
/// <param name="Customers">Of whom it is said now.</param>
/// <param name="Unchanged">Of whom the same stood already, or of whom there was nothing to take or to release.</param>
public sealed record TaggingReceipt(IReadOnlyList<long> Entries, long Customers, long Unchanged, DateTime? Until);

/// <summary>Takes in what people say of customers' tags, for hosts: of one customer or of a million, set by set. Nothing is applied here.</summary>
public static class TaggingIntake
{
    /// <summary>Customers of one log entry.</summary>
    private const int MostCustomers = 5_000;

    private static readonly Table Said = new("page_tagging");

    /// <param name="profiles">A query of the profile ids that are meant.</param>
    /// <param name="log">An <see cref="ActingLog"/>: who says it is kept.</param>
    /// <exception cref="NoSuchDefinitionException">The tag is not published.</exception>
    /// <exception cref="DefinitionException">The value is none of the tag's, or the end is over.</exception>
    public static TaggingReceipt Take(ISession session, ILog log, TaggingRequest request, Sql profiles, DateTime now)
    {
        var tag = TagBook.PublishedOf(session, request.Tag)
            ?? throw (TagBook.Versions(session, request.Tag).Count > 0 ? new NoSuchDefinitionException($"The tag '{request.Tag}' is not published: nobody can have it yet.") : TagIntake.Unknown(session, request.Tag));
        var value = ValueOf(tag.Definition, request);
        if (request.Until <= now)
            throw new DefinitionException("until", $"{request.Until:yyyy-MM-dd HH:mm} is over");
        var until = request.Action != TaggingOrder.Give ? request.Until : request.Until ?? (tag.Definition.TimeToLiveDays is { } days ? now.AddDays(days) : null);
        session.Execute(session.Dialect.CreateTemporary(Said, $"select distinct a.profile_id from ({profiles}) a"));
        var asked = session.Count($"select count(*) from {Said}");
        session.Execute(session.Dialect.CreateTemporary(Said, Changed(request, value, until, profiles, now)));
        var (entries, customers, waiting) = (new List<long>(), 0L, new List<List<Guid>>());
        foreach (var records in Customers(session))
        {
            customers++;
            waiting.Add(records);
            if (waiting.Count == MostCustomers)
                Write();
        }

        Write();
        return new TaggingReceipt(entries, customers, asked - customers, until);

        void Write()
        {
            if (waiting.Count == 0)
                return;
            entries.Add(log.Append(TaggingOrder.Kind, now, new TaggingOrder(request.Action, request.Tag, value ?? "", until, request.Reason, waiting).ToJson()).Entry);
            waiting = [];
        }
    }

    /// <summary>Those of the customers of whom it is not said already.</summary>
    private static Sql Changed(TaggingRequest request, string? value, DateTime? until, Sql profiles, DateTime now)
    {
        var standing = (Sql)$"select 1 from ({ManualTags.Standing(profiles, now)}) s where s.profile_id = a.profile_id and s.tag = {request.Tag}";
        var end = until is null ? (Sql)$"s.until is null" : $"s.until = {until}";
        // Said of each of the customer's records, those that joined them since among them: they keep it when they are parted.
        var same = (Sql)$"""
            {end} and not exists (select 1 from {ResolveTables.Record} r where r.profile_id = a.profile_id and not exists (
                select 1 from {TagTables.Manual} m where m.record_id = r.record_id and m.entry = s.entry and m.row_no = s.row_no))
            """;
        return request.Action switch
        {
            TaggingOrder.Give => $"select distinct a.profile_id from ({profiles}) a where not exists ({standing} and s.given and s.value = {value} and {same})",
            // Of one value only those who have it.
            TaggingOrder.Take when value is not null => $"""
                select distinct a.profile_id from ({profiles}) a
                where exists (select 1 from {TagTables.Assignment} t where t.profile_id = a.profile_id and t.tag = {request.Tag} and t.value = {value})
                """,
            TaggingOrder.Take => $"select distinct a.profile_id from ({profiles}) a where not exists ({standing} and not s.given and {same})",
            _ => $"select distinct a.profile_id from ({profiles}) a where exists ({standing})",
        };
    }

    /// <summary>The records of each, customer by customer.</summary>
    private static IEnumerable<List<Guid>> Customers(ISession session)
    {
        var (profile, records) = (Guid.Empty, new List<Guid>());
        var rows = session.List(
            $"select r.profile_id, r.record_id from {ResolveTables.Record} r join {Said} s on s.profile_id = r.profile_id order by 1, 2", r => (Profile: r.Id(0), Record: r.Id(1)));
        foreach (var row in rows)
        {
            if (row.Profile != profile && records.Count > 0)
            {
                yield return records;
                records = [];
            }

            profile = row.Profile;
            records.Add(row.Record);
        }

        if (records.Count > 0)
            yield return records;
    }

    private static string? ValueOf(TagDefinition tag, TaggingRequest request)
    {
        if (tag.Values is not { } values)
        {
            if (request.Value is not null and not TagTables.Yes)
                throw new DefinitionException("value", $"the tag '{tag.Key}' has no values: customers have it or not");
            return request.Action == TaggingOrder.Give ? TagTables.Yes : null;
        }

        var known = string.Join(", ", values.Select(v => v.Value));
        if (request.Value is null)
            return request.Action == TaggingOrder.Give ? throw new DefinitionException("value", $"say which value of '{tag.Key}': {known}") : null;
        return values.Any(v => v.Value == request.Value) ? request.Value : throw new DefinitionException("value", $"'{request.Value}' is none of the values of '{tag.Key}': {known}");
    }
}
