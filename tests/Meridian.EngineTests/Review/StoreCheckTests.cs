using Meridian.EngineTests.Store;
using Meridian.EngineTests.Tags;
using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Review;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.EngineTests.Review;

/// <summary>The audit finds each kind of damage: rows are tampered with behind the pipeline's back, one way for each rule.</summary>
public sealed class StoreCheckTests(StoreCheckTests.SoundStores stores) : IClassFixture<StoreCheckTests.SoundStores>
{
    /// <summary>One store an engine for all kinds of damage: each is done in a transaction that is taken back.</summary>
    public sealed class SoundStores : IDisposable
    {
        private readonly Dictionary<Engine, TestStore> _stores = [];

        public TestStore Of(Engine engine)
        {
            if (!_stores.TryGetValue(engine, out var store))
                _stores[engine] = store = Sound(engine);
            return store;
        }

        public void Dispose()
        {
            foreach (var store in _stores.Values)
                store.Dispose();
        }
    }

    /// <summary>Damage by the name of the rule that must find it.</summary>
    public static readonly IReadOnlyDictionary<string, Sql> Damages = new Dictionary<string, Sql>(StringComparer.Ordinal)
    {
        ["every record is there once"] = $"insert into {ResolveTables.Record} select * from {ResolveTables.Record} where external_id = '1'",
        ["every record has a statement"] = $"delete from {StatementTables.RecordVersion} where record_id = (select record_id from {ResolveTables.Record} where external_id = '1')",
        ["every record has an identifier"] = $"delete from {ResolveTables.Identifier} where record_id = (select record_id from {ResolveTables.Record} where external_id = '3')",
        ["every statement belongs to a record"] = $"delete from {ResolveTables.Record} where external_id = '3'",
        ["every identifier belongs to a record"] = $"delete from {ResolveTables.Record} where external_id = '3'",
        ["every record belongs to one profile"] = $"delete from {ProfileTables.Profile} where profile_id = (select profile_id from {ResolveTables.Record} where external_id = '3')",
        ["every profile is that of its oldest record"] = $"delete from {ResolveTables.Record} where external_id = '3'",
        ["no value above its limit joins records"] = $"delete from {ResolveTables.VoidedValue}",
        ["a value within its limit joins its records, unless a person must decide"] = $"update {ResolveTables.Record} set component_id = record_id where external_id = '2'",
        ["every voided value is above its limit"] = $"insert into {ResolveTables.VoidedValue} select match_key, kind, 6, true from {ResolveTables.Identifier} where kind = 'email' limit 1",
        ["an anonymous or device id that joins nobody is of several people"] =
            $"insert into {ResolveTables.VoidedValue} (match_key, kind, people, by_names) select match_key, 'anonymous_id', 2, false from {ResolveTables.Identifier} where kind = 'email' limit 1",
        ["no profile holds two birth dates, unless a person says so"] = $"update {StatementTables.RecordVersion} set birth_date = case when row_no = 2 then date '1980-05-17' else date '1991-12-03' end",
        ["a component is one profile, unless birth dates, user ids or a person contradict"] = $"update {ResolveTables.Record} set profile_id = record_id where external_id = '2'",
        ["no record is older than the one that names its profile"] = $"""
            update {ResolveTables.Record} set profile_id = (select record_id from {ResolveTables.Record} where external_id = '2') where external_id in ('1', '2')
            """,
        ["every profile has the region labels of its traits"] = $"update {TagTables.Assignment} set value = 'XX' where tag = 'country'",
        ["every voided value is above its limit"] = $"insert into {ResolveTables.VoidedValue} (match_key, kind, people, by_names) select match_key, kind, 6, true from {ResolveTables.Identifier} where kind = 'email' limit 1",
        ["no profile holds two birth dates, unless a person says so"] = $"update {StatementTables.RecordVersion} set birth_date = case when row_no = 2 then date '1980-05-17' else date '1991-12-03' end",
        ["a component is one profile, unless birth dates, user ids or a person contradict"] = $"update {ResolveTables.Record} set profile_id = record_id where external_id = '2'",
        ["no record is older than the one that names its profile"] = $"update {ResolveTables.Record} set row_no = 1 where external_id = '2'",
        ["every profile has the region labels of its traits"] = $"update {TagTables.Assignment} set value = 'XX' where tag = 'country'",
        ["no profile holds two user ids of one app, unless an alias or a person says so"] = $"update {ResolveTables.Identifier} set kind = 'user_id', value = value || 'u' where kind = 'external_id'",
        ["every tag belongs to a profile"] = $"delete from {ProfileTables.Profile} where profile_id = (select profile_id from {ResolveTables.Record} where external_id = '3')",
        ["no tag is assigned twice"] = $"insert into {TagTables.Assignment} select * from {TagTables.Assignment} where tag = 'country'",
        ["every profile has one activity"] = $"delete from {TagTables.Assignment} where tag = 'activity'",
        ["nobody has a tag that is not published"] = $"update {TagTables.Version} set status = 'draft'",
        ["no tag has two published versions"] = $"insert into {TagTables.Version} select tag, 2, status, definition, saved_at, author, reason, published_at, ended_at, entry from {TagTables.Version}",
        ["what a person said of a tag stands"] = $"delete from {TagTables.Assignment} where tag = 'vip'",
        ["rows = accepted + rejected in every import"] = $"update {IngestTables.Import} set rejected = rejected + 1",
        ["every applied import has the statements that it counts"] = $"delete from {StatementTables.RecordVersion} where row_no = 2",
        ["no import is unfinished"] = $"update {IngestTables.Import} set state = 'applying'",
    };

    /// <summary>Damage that breaks a definition of design.md section 12, whatever the rule that finds it is called.</summary>
    public static readonly IReadOnlyDictionary<string, Sql> Contradictions = new Dictionary<string, Sql>(StringComparer.Ordinal)
    {
        ["a profile goes by the id of a record that is not its oldest"] = $"""
            update {ResolveTables.Record} set profile_id = (select record_id from {ResolveTables.Record} where external_id = '2'),
                component_id = (select record_id from {ResolveTables.Record} where external_id = '2') where external_id in ('1', '2');
            """,
        ["one profile holds two birth dates"] = $"update {StatementTables.RecordVersion} set birth_date = case when row_no = 2 then date '1980-05-17' else date '1991-12-03' end",
        ["one profile holds two user ids of one app"] = $"update {ResolveTables.Identifier} set kind = 'user_id', match_key = record_id where kind = 'external_id' and value in ('1', '2')",
        ["a value joins nobody though few share it"] = $"insert into {ResolveTables.VoidedValue} select match_key, kind, 6, true from {ResolveTables.Identifier} where kind = 'email' limit 1",
        ["one person's records stand in two profiles of one component"] = $"""
            update {ResolveTables.Record} set profile_id = record_id where external_id = '2'
            """,
        ["a profile's country is not its label"] = $"update {TagTables.Assignment} set value = 'XX' where tag = 'country'",
    };

    public static IEnumerable<TheoryDataRow<Engine, string>> Rules => from engine in Engines.All from rule in Damages.Keys select new TheoryDataRow<Engine, string>(engine, rule);

    public static IEnumerable<TheoryDataRow<Engine, string>> Definitions => from engine in Engines.All from what in Contradictions.Keys select new TheoryDataRow<Engine, string>(engine, what);

    [Theory, MemberData(nameof(Rules))]
    public void Damage_is_found_by_its_rule(Engine engine, string rule)
    {
        var store = stores.Of(engine);
        using var damage = store.Session.Begin();
        store.Session.Execute(Damages[rule]);
        Assert.Contains(StoreCheck.Run(store.Session, IdentityLimits.Default), f => f.Rule == rule && f.Rows > 0 && f.Example is not null);
    }

    [Theory, MemberData(nameof(Definitions))]
    public void A_contradiction_is_found(Engine engine, string what)
    {
        var store = stores.Of(engine);
        using var damage = store.Session.Begin();
        store.Session.Execute(Contradictions[what]);
        if (what.StartsWith("a profile goes by", StringComparison.Ordinal))
            MoveProfile(store);
        if (what.StartsWith("one person's records", StringComparison.Ordinal))
            SplitProfile(store);
        Assert.NotEmpty(store.Check());
    }

    [Theory, OnEngines]
    public void Every_rule_has_damage_here_and_names_itself_once(Engine engine)
    {
        var store = stores.Of(engine);
        Assert.Equal(
            StoreCheck.Run(store.Session, IdentityLimits.Default).Select(f => f.Rule).Order(StringComparer.Ordinal),
            Damages.Keys.Order(StringComparer.Ordinal));
    }

    [Theory, OnEngines]
    public void A_sound_and_an_empty_store_have_no_findings(Engine engine)
    {
        stores.Of(engine).AssertSound();
        using var empty = new TestStore(engine);
        empty.AssertSound();
    }

    /// <summary>Records 1 and 2 are one person by e-mail, who was given a tag by hand, 3 is another, and six more share a phone that the limit voided.</summary>
    private static TestStore Sound(Engine engine)
    {
        var store = new TestStore(engine);
        store.Import("id,name,email,country\n1,Ann Lee,ann@example.com,US\n2,Ann Lee,ann@example.com,US\n3,Bob Ray,bob@example.com,IN\n");
        store.Import("id,name,phone\n" + string.Concat("ABCDEF".Select(c => $"{c},Person {c},+447400123456\n")));
        store.Define(new TagDefinition("vip") { Origin = TagOrigins.Manual });
        store.Give("vip", null, "crm/1");
        store.AssertSound();
        return store;
    }

    /// <summary>Moves everything else that hangs on the profile's id too, so that only the id itself is wrong.</summary>
    private static void MoveProfile(TestStore store)
    {
        var (older, younger) = (Record(store, "1"), Record(store, "2"));
        store.Session.Execute($"update {ProfileTables.Profile} set profile_id = {younger} where profile_id = {older}");
        store.Session.Execute($"update {TagTables.Assignment} set profile_id = {younger} where profile_id = {older}");
    }

    /// <summary>Makes the second profile whole, so that only the split itself is wrong.</summary>
    private static void SplitProfile(TestStore store)
    {
        var (older, younger) = (Record(store, "1"), Record(store, "2"));
        var copy = new Table("split_profile");
        store.Session.Execute(store.Session.Dialect.CreateTemporary(copy, $"select * from {ProfileTables.Profile} where profile_id = {older}"));
        store.Session.Execute($"update {copy} set profile_id = {younger}, records = 1");
        store.Session.Execute($"insert into {ProfileTables.Profile} select * from {copy}");
        store.Session.Execute($"update {ProfileTables.Profile} set records = 1 where profile_id = {older}");
        var tags = new Table("split_tag");
        store.Session.Execute(store.Session.Dialect.CreateTemporary(tags, $"select * from {TagTables.Assignment} where profile_id = {older}"));
        store.Session.Execute($"update {tags} set profile_id = {younger}");
        store.Session.Execute($"insert into {TagTables.Assignment} select * from {tags}");
    }

    private static Guid Record(TestStore store, string id) => store.Session.First($"select record_id from {ResolveTables.Record} where external_id = {id}", r => r.Id(0));
}
