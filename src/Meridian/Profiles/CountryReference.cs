using Meridian.Foundation.Database;
using Meridian.Foundation.Geography;

namespace Meridian.Profiles;

/// <summary>What a country alone says of its people: its main language, and its time zone where it has only one. Reference data, the same on every node.</summary>
public static class CountryReference
{
    public static IReadOnlyList<Sql> Create =>
    [
        $"create table {ProfileTables.CountryReference} (code varchar not null, main_language varchar, only_zone varchar)",
        $"create table {ProfileTables.CountryReferenceVersion} (version uuid not null)",
    ];

    /// <summary>Fills the table from the program's data, once for each build of the program.</summary>
    public static void Load(ISession session)
    {
        var build = typeof(CountryReference).Module.ModuleVersionId;
        if (session.Count($"select count(*) from {ProfileTables.CountryReferenceVersion} where version = {build}") == 1)
            return;
        using var transaction = session.Begin();
        session.Execute($"delete from {ProfileTables.CountryReference}");
        session.Execute($"delete from {ProfileTables.CountryReferenceVersion}");
        using (var writer = session.Append(ProfileTables.CountryReference))
        {
            foreach (var country in Countries.All)
            {
                writer.Add(country.Code).Add(country.Languages.Count > 0 ? country.Languages[0] : null)
                    .Add(country.TimeZones is [var only] ? only : null);
                writer.EndRow();
            }

            writer.Complete();
        }

        session.Execute($"insert into {ProfileTables.CountryReferenceVersion} (version) values ({build})");
        transaction.Commit();
    }
}
