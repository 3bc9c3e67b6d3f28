using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Manual;
using NodaTime;

namespace Meridian.EngineTests.Tags;

/// <summary>What tests say of tags, and ask.</summary>
internal static class Tagging
{
    private static ActingLog Acting(TestStore store) => new(store.Log, "local:test");

    /// <summary>Saves a tag; a minute passes, as after every step here.</summary>
    public static DefinitionReceipt Save(this TestStore store, TagDefinition tag, string? reason = null) => store.Do(() => TagIntake.Save(store.Session, Acting(store), tag, reason, store.Now));

    public static DefinitionReceipt Publish(this TestStore store, string key, int? version = null) => store.Do(() => TagIntake.Publish(store.Session, Acting(store), key, version, null, store.Now));

    /// <summary>Saves and publishes.</summary>
    public static void Define(this TestStore store, params TagDefinition[] tags)
    {
        foreach (var tag in tags)
        {
            store.Save(tag);
            store.Publish(tag.Key);
        }
    }

    /// <summary>The same of a tag that customers have or not, by a rule.</summary>
    public static void Define(this TestStore store, string key, string rule) => store.Define(new TagDefinition(key) { Rule = rule });

    public static DefinitionReceipt Retire(this TestStore store, string key) => store.Do(() => TagIntake.Retire(store.Session, Acting(store), key, null, store.Now));

    public static DefinitionReceipt DeleteTag(this TestStore store, string key) => store.Do(() => TagIntake.Delete(store.Session, Acting(store), key, null, store.Now));

    public static DefinitionReceipt SaveSegment(this TestStore store, string key, string rule) =>
        store.Do(() => SegmentIntake.Save(store.Session, Acting(store), new SegmentDefinition(key, rule), null, store.Now));

    public static DefinitionReceipt DeleteSegment(this TestStore store, string key) => store.Do(() => SegmentIntake.Delete(store.Session, Acting(store), key, null, store.Now));

    public static DefinitionReceipt SaveArea(this TestStore store, string key, string name, params string[] countries) => store.Do(() =>
        AreaIntake.Save(store.Session, Acting(store), new AreaDefinition(key, new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = name }, countries), null, store.Now));

    public static DefinitionReceipt RemoveArea(this TestStore store, string key) => store.Do(() => AreaIntake.Remove(store.Session, Acting(store), key, null, store.Now));

    /// <summary>Says something of the tag of the profiles of records ("crm/1").</summary>
    public static TaggingReceipt Give(this TestStore store, string tag, string? value, params string[] records) => store.Say(TaggingOrder.Give, tag, value, null, null, records);

    public static TaggingReceipt TakeAway(this TestStore store, string tag, params string[] records) => store.Say(TaggingOrder.Take, tag, null, null, null, records);

    public static TaggingReceipt Release(this TestStore store, string tag, params string[] records) => store.Say(TaggingOrder.Release, tag, null, null, null, records);

    public static TaggingReceipt Say(this TestStore store, string action, string tag, string? value, DateTime? until, string? reason, params string[] records)
    {
        var profiles = Sql.Join(" union all ", records.Select(r => (Sql)$"select cast({store.ProfileOf(r).Id} as uuid) as profile_id"));
        return store.Do(() => TaggingIntake.Take(store.Session, Acting(store), new TaggingRequest(action, tag, value, until, reason), profiles, store.Now));
    }

    /// <summary>Who have a tag, by their first record, with its value where it has values: "crm/1 crm/2=gold".</summary>
    public static string Having(this TestStore store, string tag)
    {
        var names = store.Profiles().ToDictionary(p => p.Id, p => p.Records[0]);
        return string.Join(' ', store.Session.List(
            $"select profile_id, value from {TagTables.Assignment} where tag = {tag}", r => $"{names[r.Id(0)]}{(r.Text(1) == TagTables.Yes ? "" : $"={r.Text(1)}")}").Order(StringComparer.Ordinal));
    }

    public static IReadOnlyList<string> Conflicts(this TestStore store) =>
        [.. TagConflicts.Of(store.Session, Scope.Whole, null, 100).Select(c => $"{c.Tag}: {c.ByHand ?? "not"} by {c.By}, the rule says {c.ByRule ?? "not"}")];

    private static T Do<T>(this TestStore store, Func<T> take)
    {
        var receipt = take();
        store.Pipeline.Run(store.Session);
        store.Clock.Advance(Duration.FromMinutes(1));
        return receipt;
    }
}
