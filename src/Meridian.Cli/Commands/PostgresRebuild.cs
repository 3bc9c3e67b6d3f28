using System.Data.Common;
using Meridian.Cli.Output;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Postgres;
using Meridian.Review;

namespace Meridian.Cli.Commands;

/// <summary>
/// Makes a store on PostgreSQL again from its log, in a schema beside its own, which is put in place in one transaction when it is whole. Readers go on all the while, and what comes in waits in the log. Whoever is
/// killed leaves the old store as it was.
/// </summary>
internal static class PostgresRebuild
{
    /// <returns>Entries that are in it; its digest, and that of the old one, null where that could not be told.</returns>
    /// <exception cref="CommandException">Somebody is at work on the store (75).</exception>
    public static (long Entries, string Digest, string? Before) Run(Workspace workspace, CommandContext context)
    {
        var database = (PostgresDatabase)workspace.Database;
        if (!workspace.Pipeline.TryLead(workspace.Session))
            throw new CommandException(ExitCode.TryLater, $"'rebuild' needs the store for itself, and a server or a command is at work on {database.Address.Shown}. Stop it, then try again.");
        StoreRebuild.Prove(workspace.Folder, workspace.Log);
        var (last, before) = Before(workspace, context);
        context.Terminal.Say("The store is made again from its log ...");
        string after;
        using (var made = PostgresSchemas.Beside(database))
        {
            using var session = made.OpenSession();
            StoreSchema.Prepare(session);
            var pipeline = new Pipeline(workspace.Folder, new LogPart(workspace.Log, last));
            // Until it is in place: leading it says that somebody is at work in it.
            pipeline.TryLead(session);
            using (var progress = new ProgressLine(context.Terminal))
                StoreRebuild.Replay(pipeline, session, progress, context.Stop);
            after = StoreDigest.Of(session).Digest;
            PostgresSchemas.Replace(workspace.Session, made);
        }

        if (after == before)
            PostgresSchemas.DropAside(database);
        else
            context.Terminal.Say($"The old one is kept as the schema {PostgresSchemas.AsideOf(database)} until the next rebuild or erasure.");
        return (last, after, before);
    }

    /// <summary>Applies what waits, so that both stores are compared at the same entry: that entry, and the digest there.</summary>
    private static (long Last, string? Digest) Before(Workspace workspace, CommandContext context)
    {
        try
        {
            LogPosition at;
            do
            {
                StoreRebuild.Replay(workspace.Pipeline, workspace.Session, null, context.Stop);
                at = LogCursor.Position(workspace.Session);
            }
            // Messages that came during an import were applied ahead of what stands before them.
            while (at.Messages > at.Entry);
            return (at.Entry, StoreDigest.Of(workspace.Session).Digest);
        }
        catch (DbException e)
        {
            context.Terminal.Warn($"The store cannot be read: {e.Message.Split('\n')[0]}");
            return (workspace.Log.Last, null);
        }
    }
}
