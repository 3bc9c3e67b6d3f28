using Meridian.Foundation.Database;
using Npgsql;

namespace Meridian.Postgres;

/// <summary>
/// The schemas beside a store's own, named after it: one in which a store is being made, and one that was set aside. A store is put in place by giving schemas other names, in one transaction: whoever is
/// killed leaves one store or the other whole, and a schema that nobody uses, which goes with the next try or the next erasure.
/// </summary>
public static class PostgresSchemas
{
    private const string MadeEnding = "_rebuilding";
    private const string AsideEnding = "_set_aside";

    /// <summary>Tables that are not made from the log: the log itself, and what it points at.</summary>
    private static readonly string[] Kept = ["log_body", "log_head", "kept_place", "kept_file", "kept_backup"];

    /// <summary>Name of the schema in which the store that was replaced is kept.</summary>
    public static string AsideOf(PostgresDatabase database) => database.Address.Schema + AsideEnding;

    /// <summary>An empty schema in which a store is made; what an earlier try left there goes. Whoever calls leads the store.</summary>
    /// <exception cref="StoreUnreachableException">The user may not make schemas in this database.</exception>
    public static PostgresDatabase Beside(PostgresDatabase database)
    {
        Drop(database, MadeEnding);
        return new PostgresDatabase(database.Address.Beside(MadeEnding));
    }

    /// <summary>Puts a store that was made anew in the place of the old one, which is set aside; the log and what it points at stay as they are.</summary>
    /// <param name="leader">The session that leads the store: where it has lost the lead with its connection, nothing is changed.</param>
    /// <param name="made">As <see cref="Beside"/> gives it, at rest.</param>
    /// <param name="atLast">Called when all is done but the commit; where it throws, nothing has changed.</param>
    public static void Replace(ISession leader, PostgresDatabase made, Action? atLast = null) => Swap(leader, made, "", Kept, atLast);

    /// <summary>Puts a whole store, with its log, in the place of one that is empty, which goes.</summary>
    /// <param name="leader">As in <see cref="Replace"/>.</param>
    /// <param name="made">As in <see cref="Replace"/>.</param>
    /// <exception cref="InvalidOperationException">Somebody wrote into the empty one's log meanwhile.</exception>
    public static void Fill(ISession leader, PostgresDatabase made)
    {
        const string StillEmpty = """
            lock table log_head in access exclusive mode;
            do $body$ begin if (select last from log_head) > 0 then raise exception using errcode = 'MR001'; end if; end $body$;
            """;
        try
        {
            Swap(leader, made, StillEmpty, [], null);
        }
        catch (PostgresException e) when (e.SqlState == "MR001")
        {
            throw new InvalidOperationException("Somebody wrote into the store meanwhile.", e);
        }
    }

    /// <summary>Deletes the store that was set aside, where there is one.</summary>
    public static void DropAside(PostgresDatabase database) => Drop(database, AsideEnding);

    /// <summary>Deletes what was set aside, and what is not being made any more: both hold people's data.</summary>
    public static void DropLeftovers(PostgresDatabase database)
    {
        DropAside(database);
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        // Whoever makes a store leads it.
        command.CommandText = $"select pg_try_advisory_xact_lock(hashtext('meridian lead {database.Address.Schema}{MadeEnding}'))";
        if (!(bool)command.ExecuteScalar()!)
            return;
        command.CommandText = $"drop schema if exists {database.Address.Schema}{MadeEnding} cascade";
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    private static void Swap(ISession leader, PostgresDatabase made, string first, string[] kept, Action? atLast)
    {
        var from = made.Address.Schema;
        var place = from[..^MadeEnding.Length];
        using var transaction = leader.Begin();
        var session = (PostgresSession)leader;
        // Nobody brings its schema up to date meanwhile.
        session.RunAlone($"select pg_advisory_xact_lock(hashtext('meridian {place}'))");
        if (first.Length > 0)
            session.RunAlone(first);
        session.RunAlone($"""
            drop schema if exists {place}{AsideEnding} cascade;
            alter schema {place} rename to {place}{AsideEnding};
            alter schema {from} rename to {place};
            """);
        // Reading goes on all the while: only whoever writes the log just now is waited for.
        foreach (var table in kept)
            session.RunAlone($"alter table {place}{AsideEnding}.{table} set schema {place}");
        atLast?.Invoke();
        transaction.Commit();
    }

    private static void Drop(PostgresDatabase database, string ending)
    {
        using var command = database.Source.CreateCommand($"drop schema if exists {database.Address.Schema}{ending} cascade");
        command.ExecuteNonQuery();
    }
}
