using System.Globalization;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Profiles;
using Meridian.Segments;

namespace Meridian.EngineTests.Store;

/// <summary>F13: an upgrade that is killed anywhere is brought to its end by the next start, and an older program leaves a newer store alone.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("meridian-engine-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory, OnEngines]
    public void F13_an_upgrade_that_is_killed_at_every_call_of_every_step_comes_to_the_same_schema(Engine engine)
    {
        var expected = With(engine, "whole", session =>
        {
            StoreSchema.Prepare(session);
            return Schema(session);
        });
        With(engine, "killed", session =>
        {
            var kills = 0;
            foreach (var step in StoreSchema.Migrations)
            {
                // The same step again and again, each time one call further, until it is through.
                for (var failAt = 1; ; failAt++)
                {
                    try
                    {
                        Migrations.Apply(new FailingSession(session, failAt), [.. StoreSchema.Migrations.Take(step.Number)]);
                        break;
                    }
                    catch (SimulatedCrashException)
                    {
                        kills++;
                    }
                }

                Assert.Equal(step.Number, session.Count($"select max(number) from {MigrationTables.Applied}"));
            }

            Assert.True(kills > 3 * StoreSchema.Migrations.Count, $"{kills} kills");
            Assert.True(!StoreSchema.Prepare(session), "Steps were left.");
            Assert.Equal(expected, Schema(session));
            return "";
        });
    }

    [Theory, OnEngines]
    public void Customers_of_an_older_store_are_found_by_their_names_in_any_case(Engine engine) => With(engine, "names", session =>
    {
        Migrations.Apply(session, [.. StoreSchema.Migrations.Where(m => m.Number < 19)]);
        session.Execute($"insert into {ProfileTables.Profile} (profile_id, records, country_conflict, made, name) values ({Guid.AllBitsSet}, 1, false, 0, 'Élan ÖZ'), ({Guid.Empty}, 1, false, 0, null)");
        Assert.True(StoreSchema.Prepare(session));
        Assert.Equal([Guid.AllBitsSet], session.List($"select p.profile_id from {ProfileTables.Profile} p where {CustomerSearch.ByName(session.Dialect, "éLAN ö")}", r => r.Id(0)));
        return "";
    });

    [Theory, OnEngines]
    public void F13_an_older_program_refuses_a_newer_store_says_which_versions_and_changes_nothing(Engine engine) => With(engine, "newer", session =>
    {
        StoreSchema.Prepare(session);
        var before = Schema(session);
        var newest = StoreSchema.Migrations.Count;
        var refused = Assert.Throws<NewerStoreException>(() => Migrations.Apply(session, [.. StoreSchema.Migrations.Take(newest - 1)]));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"version {newest}; this program knows versions up to {newest - 1}. Use the newer program"), refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Schema(session));
        Assert.Equal(newest, session.Count($"select max(number) from {MigrationTables.Applied}"));
        return "";
    });

    private string With(Engine engine, string name, Func<ISession, string> act)
    {
        var folder = new DataFolder(Path.Combine(_root.FullName, name));
        Directory.CreateDirectory(folder.Root);
        using var database = Engines.Open(engine, folder);
        try
        {
            using var session = database.OpenSession();
            return act(session);
        }
        finally
        {
            Engines.Drop(database);
        }
    }

    /// <summary>All columns of all tables, one a line.</summary>
    private static string Schema(ISession session) => string.Join('\n', session.List(
        $"""
        select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable from information_schema.columns
        where table_catalog = current_database() and table_schema = current_schema() order by table_name, ordinal_position
        """,
        r => r.Text(0)!));
}
