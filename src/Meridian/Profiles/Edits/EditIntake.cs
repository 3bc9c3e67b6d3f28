using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian.Profiles.Edits;

/// <summary>What a person says of one customer's traits.</summary>
/// <param name="Traits">Trait to text, as a person writes it. Null leaves the trait to the sources again; an empty text says that nothing is known, whatever they say.</param>
/// <param name="Reason">Why; without personal data.</param>
/// <param name="NewTraits">Whether a trait of the team's own may be one that no customer has yet; otherwise it is taken for a slip.</param>
public sealed record EditRequest(IReadOnlyDictionary<string, string?> Traits, string? Reason = null, bool NewTraits = false);

/// <summary>One trait that changed hands.</summary>
/// <param name="Before">What the customer had; null for nothing.</param>
/// <param name="Value">What the edit says, as it is kept; null where it was released, or nothing is known.</param>
/// <param name="Released">Whether what the sources say holds again.</param>
public sealed record EditedTrait(string Trait, string? Before, string? Value, bool Released);

/// <summary>What became of an edit.</summary>
/// <param name="Entry">Of the log, applied by the pump; null where nothing changed.</param>
/// <param name="Unchanged">Traits of which the same stood already, or of which nothing was there to release.</param>
public sealed record EditReceipt(Guid ProfileId, long? Entry, IReadOnlyList<EditedTrait> Changed, IReadOnlyList<string> Unchanged);

/// <summary>Takes in a person's edits of customers, for hosts. Nothing is applied here.</summary>
public static class EditIntake
{
    /// <summary>Traits of one edit.</summary>
    private const int MostTraits = 100;

    private const int LongestReason = 500;

    private static readonly Table Sources = new("page_edit_sources");

    /// <param name="log">An <see cref="ActingLog"/>: who says it is kept.</param>
    /// <returns>Null for a profile that is not there, or may not be seen.</returns>
    /// <exception cref="EditException">Something of it cannot be; nothing is done.</exception>
    /// <exception cref="EditOutOfScopeException">The customer's country would become one that may not be seen.</exception>
    public static EditReceipt? Take(ISession session, Scope scope, ILog log, Guid profile, EditRequest request, DateTime now)
    {
        if (session.Count($"select count(*) from {ProfileTables.Profile} p where p.profile_id = {profile} and {scope.Sees($"p.country")}") == 0)
            return null;
        var items = Items(session, profile, request, now);
        var standing = Standing(session, profile);
        var unchanged = items.GroupBy(i => Group(i.Trait), StringComparer.Ordinal).Where(g => g.All(Same)).Select(g => g.Key).ToList();
        items.RemoveAll(i => unchanged.Contains(Group(i.Trait), StringComparer.Ordinal));
        if (items.Count == 0)
            return new EditReceipt(profile, null, [], unchanged);
        if (scope.IsLimited && items.Find(i => i.Trait == EditableTraits.Country) is { } country)
            StayInSight(session, scope, profile, country);
        var before = Before(session, profile);
        var records = session.List($"select record_id from {ResolveTables.Record} where profile_id = {profile} order by 1", r => r.Id(0));
        var entry = log.Append(EditOrder.Kind, now, new EditOrder(request.Reason, records, items).ToJson()).Entry;
        return new EditReceipt(
            profile, entry,
            [.. items.Where(i => i.Trait != "name_script").Select(i => new EditedTrait(i.Trait, before(i.Trait, i.Own), i.Own ? EditableTraits.OwnValue(i.Value) : i.Value, i.Released))], unchanged);

        bool Same(EditItem item) => standing.TryGetValue(item.Trait, out var stands) ? !item.Released && stands.Value == item.Value && stands.OfAll : item.Released;
    }

    /// <summary>Parts of a name change together.</summary>
    private static string Group(string trait) => EditableTraits.NameColumns.Contains(trait, StringComparer.Ordinal) ? "name" : trait;

    private static List<EditItem> Items(ISession session, Guid profile, EditRequest request, DateTime now)
    {
        if (request.Traits.Count is 0 or > MostTraits)
            throw new EditException("traits", request.Traits.Count == 0 ? "name at least one, such as city=Rome" : $"at most {MostTraits} at a time");
        if (request.Reason?.Length > LongestReason)
            throw new EditException("reason", $"is longer than {LongestReason} characters");
        var (said, faults) = (new List<(string Name, bool Own, string? Text)>(), new List<EditFault>());
        var known = request.NewTraits ? [] : Known(session, [.. request.Traits.Where(t => t.Value is not null).Select(t => t.Key)]);
        foreach (var (name, text) in request.Traits)
        {
            try
            {
                var (trait, own) = EditableTraits.NameOf(name);
                if (said.Exists(s => s.Name == trait))
                    throw new EditException(name, $"'{trait}' is named twice");
                if (own && !request.NewTraits && text is not null && !known.Contains(trait))
                {
                    throw new EditException(name, $"no customer has a trait of this name{(EditableTraits.Near(trait) is { } near ? $"; did you mean {near}?" : ".")} To begin a trait of your own, say so (--new, new_traits)");
                }

                if (trait is EditableTraits.Country or EditableTraits.Language or EditableTraits.TimeZone && text is not null && string.IsNullOrWhiteSpace(text))
                    throw new EditException(name, "nobody is from nowhere: name one, or release it");
                said.Add((trait, own, text));
            }
            catch (EditException e)
            {
                faults.AddRange(e.Faults);
            }
        }

        var parts = said.Where(s => EditableTraits.OfName.Contains(s.Name, StringComparer.Ordinal)).ToList();
        if (parts.Exists(p => p.Text is null) && parts.Exists(p => p.Text is not null))
            faults.Add(new EditFault("name", "a name is edited and released as a whole, with its parts"));
        said.RemoveAll(parts.Contains);
        if (faults.Exists(f => f.Trait == "name"))
            parts.Clear();
        List<EditItem> items =
        [
            .. said.Where(s => s.Text is null).Select(s => new EditItem(s.Name, null, s.Own, Released: true)),
            .. said.Where(s => s.Text is not null && string.IsNullOrWhiteSpace(s.Text)).Select(s => new EditItem(s.Name, s.Own ? EditableTraits.Own(s.Name, null) : null, s.Own)),
        ];
        var texts = said.Where(s => !string.IsNullOrWhiteSpace(s.Text)).Select(s => (s.Name, s.Own, s.Text!)).ToList();
        if (parts.Count > 0)
            items.AddRange(parts[0].Text is null ? EditableTraits.NameColumns.Select(c => new EditItem(c, null, Released: true)) : NameOf(session, profile, parts, texts));
        // One by one, so that each fault is told.
        foreach (var text in texts.Where(t => !EditableTraits.OfName.Contains(t.Name, StringComparer.Ordinal)).Select(t => new[] { t }).Append([.. texts.Where(t => EditableTraits.OfName.Contains(t.Name, StringComparer.Ordinal))]))
        {
            try
            {
                if (text.Length > 0)
                    items.AddRange(EditableTraits.Read(text, now));
            }
            catch (EditException e)
            {
                faults.AddRange(e.Faults);
            }
        }

        return faults.Count == 0 ? items : throw new EditException(faults);
    }

    /// <summary>Adds the parts that a name is made of to what is read; or gives the items of a name of which nothing is known.</summary>
    private static IEnumerable<EditItem> NameOf(ISession session, Guid profile, List<(string Name, bool Own, string? Text)> parts, List<(string Name, bool Own, string Text)> texts)
    {
        var named = parts.Where(p => !string.IsNullOrWhiteSpace(p.Text)).Select(p => (p.Name, p.Own, p.Text!)).ToList();
        // Who corrects the family name alone keeps the given one.
        if (!parts.Exists(p => p.Name == "name"))
        {
            var now = session.First($"select given_name, family_name from {ProfileTables.Profile} where profile_id = {profile}", r => (Given: r.Text(0), Family: r.Text(1)));
            if (!parts.Exists(p => p.Name == "given_name") && now.Given is { } given)
                named.Add(("given_name", false, given));
            if (!parts.Exists(p => p.Name == "family_name") && now.Family is { } family)
                named.Add(("family_name", false, family));
        }

        texts.AddRange(named);
        return named.Count == 0 ? EditableTraits.NameAs(null, null, null, null) : [];
    }

    /// <summary>Those of the names that are traits of the team's own which some customer has; asked at once, because each would look through all customers.</summary>
    private static HashSet<string> Known(ISession session, IReadOnlyList<string> names)
    {
        var own = new List<string>();
        foreach (var name in names)
        {
            try
            {
                if (EditableTraits.NameOf(name) is (var trait, true))
                    own.Add(trait);
            }
            catch (EditException)
            {
                // It is told where the traits are read.
            }
        }

        if (own.Count == 0)
            return [];
        var known = session.List($"select distinct trait from {ProfileTables.Edit} where own and trait in ({Sql.Join(", ", own.Select(t => (Sql)$"{t}"))})", r => r.Text(0)!).ToHashSet(StringComparer.Ordinal);
        var counts = Sql.Join(", ", own.Select(t => (Sql)$"count({session.Dialect.JsonText($"custom", [t])})"));
        known.UnionWith(session.First($"select {counts} from {ProfileTables.Profile} where custom is not null", r => own.Where((_, i) => r.Long(i) > 0).ToList())!);
        return known;
    }

    /// <summary>What stands of a customer, and whether it was said of each of their records: those that joined since keep it only then when they are parted.</summary>
    private static Dictionary<string, (string? Value, bool OfAll)> Standing(ISession session, Guid profile) => session.List(
        $"""
        select s.trait, s.value, not exists (select 1 from {ResolveTables.Record} r where r.profile_id = s.profile_id and not exists (
            select 1 from {ProfileTables.Edit} e where e.record_id = r.record_id and e.entry = s.entry and e.row_no = s.row_no))
        from ({StandingEdits.Of($"r.profile_id = {profile}")}) s
        """,
        r => (Trait: r.Text(0)!, Value: r.Text(1), OfAll: r.Bool(2))).ToDictionary(s => s.Trait, s => (s.Value, s.OfAll), StringComparer.Ordinal);

    private static Func<string, bool, string?> Before(ISession session, Guid profile)
    {
        var names = Sql.Join(", ", TraitColumns.All.Select(t => (Sql)$"cast({t.Column} as varchar)"));
        var values = session.First($"select custom, country, language, time_zone, {names} from {ProfileTables.Profile} where profile_id = {profile}", r => Enumerable.Range(0, r.Columns).Select(r.Text).ToArray())!;
        var known = new[] { EditableTraits.Country, EditableTraits.Language, EditableTraits.TimeZone }.Concat(TraitColumns.All.Select(t => t.Column.Name))
            .Select((name, i) => (name, values[i + 1])).ToDictionary(v => v.name, v => v.Item2, StringComparer.Ordinal);
        var own = new List<(string Name, string Value)>();
        if (values[0] is { } custom)
            CustomTraits.TryRead(custom, own);
        return (trait, isOwn) => isOwn ? own.Find(o => o.Name == trait).Value : known.GetValueOrDefault(trait);
    }

    /// <summary>Whoever sees some countries only neither sends a customer out of them, nor finds out by a release where the sources have them.</summary>
    private static void StayInSight(ISession session, Scope scope, Guid profile, EditItem country)
    {
        var to = country.Value;
        if (country.Released)
        {
            ProfileRefresher.MakeOfSources(session, Sources, profile);
            to = session.First($"select country from {Sources}", r => r.Text(0));
        }

        if (to is null || !scope.Countries!.Contains(to, StringComparer.Ordinal))
            throw new EditOutOfScopeException($"country: The key is limited to {string.Join(", ", scope.Countries!)}, and the customer would be out of its sight. Ask somebody without this limit.");
    }
}
