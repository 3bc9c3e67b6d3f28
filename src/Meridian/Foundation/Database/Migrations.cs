namespace Meridian.Foundation.Database;

/// <summary>One step of the schema, never changed once released; numbers are consecutive from 1.</summary>
/// <param name="Fill">What fills new columns of large tables beforehand, bit by bit, each bit kept; begun again, it goes on. Null for nothing.</param>
public sealed record Migration(int Number, string Name, IReadOnlyList<Sql> Statements, Action<ISession>? Fill = null);

/// <summary>The store was written by a newer program than this one.</summary>
public sealed class NewerStoreException(int store, int program)
    : Exception($"This store has schema version {store}; this program knows versions up to {program}. Use the newer program, or restore a backup made by this one.");

/// <summary>Brings a store's schema up to date: numbered, forward-only, each step one transaction, but for what it fills.</summary>
public static class Migrations
{
    /// <returns>The steps that were applied now.</returns>
    /// <exception cref="NewerStoreException">The store has steps that this program does not know.</exception>
    public static int Apply(ISession session, IReadOnlyList<Migration> migrations)
    {
        session.Execute($"create table if not exists {MigrationTables.Applied} (number integer not null, name varchar not null)");
        var at = (int)session.Count($"select max(number) from {MigrationTables.Applied}");
        var newest = migrations[^1].Number;
        if (at > newest)
            throw new NewerStoreException(at, newest);
        var done = 0;
        foreach (var migration in migrations.Where(m => m.Number > at))
        {
            migration.Fill?.Invoke(session);
            using var transaction = session.Begin();
            foreach (var statement in migration.Statements)
                session.Execute(statement);
            session.Execute($"insert into {MigrationTables.Applied} (number, name) values ({migration.Number}, {migration.Name})");
            transaction.Commit();
            done++;
        }

        return done;
    }
}
