using Meridian.Cli.Commands;
using Meridian.Cli.Output;
using Meridian.DuckDb;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Hashing;
using Meridian.Foundation.Journal;
using Meridian.Foundation.Log;
using Meridian.Foundation.Snapshots;
using Meridian.Ingest;
using Meridian.Postgres;
using Meridian.Privacy;
using Meridian.Tags;
using Meridian.Web;
using NodaTime;

namespace Meridian.Cli;

/// <summary>An open store with its session and pipeline, for the length of one command.</summary>
public sealed class Workspace : IDisposable
{
    private Workspace(DataFolder folder, IDatabase database, Func<ISession, ILog> openLog, IClock clock)
    {
        Folder = folder;
        Database = database;
        Session = database.OpenSession();
        // Changed tables can be appended to only when they are written.
        using (database.Alone())
        {
            if (StoreSchema.Prepare(Session))
                database.Checkpoint();
        }

        _log = openLog(Session);
        Log = new ActingLog(_log, ActingLog.LocalUser);
        Pipeline = new Pipeline(folder, _log);
        Clock = clock;
    }

    /// <summary>A session of its own on the store that a server has open.</summary>
    private Workspace(OpenStore store, CommandContext context)
    {
        _host = store;
        Folder = store.Folder;
        Database = store.Database;
        Session = store.OpenSession();
        _log = store.Log;
        Log = new ActingLog(_log, context.Actor);
        Pipeline = store.Pipeline;
        Clock = context.Clock;
    }

    private readonly OpenStore? _host;

    private readonly ILog _log;

    private SnapshotRule _snapshots = SnapshotRule.Never;
    private bool _isServer;

    public DataFolder Folder { get; }

    public IDatabase Database { get; }

    public ISession Session { get; }

    /// <summary>In which what is asked for bears the name of who asks.</summary>
    public ActingLog Log { get; }

    /// <summary>The log of a store on PostgreSQL; null for one in a folder.</summary>
    public PostgresLog? ServerLog => _log as PostgresLog;

    public Pipeline Pipeline { get; }

    public IClock Clock { get; }

    /// <summary>The clock's instant, to the microsecond that the store keeps.</summary>
    public DateTime Now => Clock.StoreNow();

    /// <summary>Opens the store in a folder, making it when absent.</summary>
    /// <exception cref="CommandException">Another process has it open (75); it may not be opened, is damaged, or was written by a newer program (1).</exception>
    public static Workspace Open(string path, CommandContext context)
    {
        if (context.Host is { } host)
            return new Workspace(host, context);
        if (context.Server is { } server)
            return OpenServer(path, server, context);
        try
        {
            var folder = new DataFolder(path);
            folder.DropIncoming(context.Clock.GetCurrentInstant().ToDateTimeUtc());
            if (!File.Exists(folder.Store) && StoreRebuild.IsPossible(folder))
                return Rebuild(folder, context);
            try
            {
                // Opened also where it is known to be damaged: another process may have it.
                var workspace = Open(folder, context);
                if (!folder.IsMarkedDamaged || !StoreRebuild.IsPossible(folder))
                    return workspace;
                workspace._snapshots = SnapshotRule.Never;
                workspace.Dispose();
                context.Terminal.Warn("The store was found damaged.");
                return Rebuild(folder, context);
            }
            catch (Exception e) when ((e is StoreDamagedException || DuckDbDatabase.IsDamage(e)) && StoreRebuild.IsPossible(folder))
            {
                context.Terminal.Warn(e.Message.Split('\n')[0]);
                return Rebuild(folder, context);
            }
        }
        catch (StoreBusyException e)
        {
            var pid = System.Text.RegularExpressions.Regex.Match(e.Message, @"PID (?<pid>\d+)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            var who = pid.Success ? $"process {pid.Groups["pid"].Value}" : "another process";
            throw new CommandException(ExitCode.TryLater, $"{path} is in use by {who}. Wait until it has finished, or stop it, then try again.");
        }
        catch (Exception e) when (e is StoreDamagedException or StoreForbiddenException)
        {
            throw new CommandException(ExitCode.Failed, e.Message);
        }
        catch (NewerStoreException e)
        {
            throw new CommandException(ExitCode.Failed, e.Message);
        }
        catch (UnauthorizedAccessException)
        {
            throw NoPermission(path);
        }
        catch (IOException e)
        {
            throw new CommandException(ExitCode.Usage, $"The data folder {path} cannot be used: {e.Message}");
        }
    }

    /// <summary>Where a store's files on this machine are: the data folder, or within it a place for each store on PostgreSQL.</summary>
    public static string PlaceOf(string data, CommandContext context) =>
        context.Server is { } server ? Path.Combine(data, $"postgres-{(uint)ContentHash.Of64(PostgresAddress.Parse(server).Shown):x8}") : data;

    private static Workspace OpenServer(string path, string server, CommandContext context)
    {
        try
        {
            var database = new PostgresDatabase(server);
            try
            {
                var folder = new DataFolder(PlaceOf(path, context)) { Shared = new PostgresFiles(database) };
                folder.DropIncoming(context.Clock.GetCurrentInstant().ToDateTimeUtc());
                return new Workspace(folder, database, _ => new PostgresLog(database), context.Clock) { _isServer = true };
            }
            catch
            {
                database.Dispose();
                throw;
            }
        }
        catch (StoreUnreachableException e)
        {
            throw new CommandException(ExitCode.TryLater, e.Message);
        }
        catch (NewerStoreException e)
        {
            throw new CommandException(ExitCode.Failed, e.Message);
        }
        catch (IOException e)
        {
            throw new CommandException(ExitCode.Usage, $"The data folder {path} cannot be used: {e.Message}");
        }
    }

    private static Workspace Open(DataFolder folder, CommandContext context, string? made = null)
    {
        var database = new DuckDbDatabase(made ?? folder.Store);
        try
        {
            return new Workspace(folder, database, session => JournalLog.Open(folder.Journal, session, d => context.Terminal.Warn($"{d}")), context.Clock)
            {
                _snapshots = made is null ? context.Snapshots : SnapshotRule.Never,
            };
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes the store again beside the one that is there, which is set aside when the new one is whole: from the newest sound snapshot and the log behind it, else from the older one, else from
    /// the whole log.
    /// </summary>
    /// <param name="fromLog">Whether snapshots are left alone: the log alone gives the store.</param>
    public static Workspace Rebuild(DataFolder folder, CommandContext context, bool fromLog = false)
    {
        var made = folder.Store + ".rebuilding";
        if (fromLog || !StoreRebuild.From(folder, context.Terminal.Warn).Any(s => TryMake(folder, context, made, s)))
        {
            context.Terminal.Say("The store is made again from its log ...");
            Make(folder, context, made, null);
        }

        if (File.Exists(folder.Store))
            context.Terminal.Say($"The old one is kept as {StoreRebuild.SetAside(folder)}.");
        File.Move(made, folder.Store);
        return Open(folder, context);
    }

    private static bool TryMake(DataFolder folder, CommandContext context, string made, Snapshot snapshot)
    {
        context.Terminal.Say($"The store is made again from its snapshot of {snapshot.Note.At:yyyy-MM-dd HH:mm} UTC and what came into the log behind entry {snapshot.Entry} ...");
        try
        {
            Make(folder, context, made, snapshot);
            return true;
        }
        // A snapshot of a store that was damaged already is damaged, though its file is what was written.
        catch (Exception e) when (e is System.Data.Common.DbException or StoreDamagedException or NewerStoreException)
        {
            context.Terminal.Warn($"The snapshot of entry {snapshot.Entry} cannot be used: {e.Message.Split('\n')[0]}");
            return false;
        }
    }

    private static void Make(DataFolder folder, CommandContext context, string made, Snapshot? snapshot)
    {
        StoreRebuild.Prove(folder, snapshot?.Entry ?? 0, d => context.Terminal.Warn($"{d}"));
        foreach (var left in new[] { made, made + ".wal" })
            File.Delete(left);
        if (snapshot is not null)
            File.Copy(snapshot.Path, made);
        using var workspace = Open(folder, context, made);
        using var progress = new ProgressLine(context.Terminal);
        if (snapshot is not null)
            workspace.Database.ReadAll();
        StoreRebuild.Replay(workspace.Pipeline, workspace.Session, progress, context.Stop);
        workspace.Database.Checkpoint();
    }

    /// <summary>Whether there is a store, or what it can be made from.</summary>
    public static bool IsThere(string path, CommandContext context) =>
        context.Host is not null || context.Server is not null || File.Exists(Path.Combine(path, "meridian.duckdb")) || (Directory.Exists(path) && StoreRebuild.IsPossible(new DataFolder(path)));

    /// <summary>Opens a store that must be there already; reading commands do not make one.</summary>
    public static Workspace OpenExisting(string path, CommandContext context)
    {
        // A store that is gone while its log is there is made again.
        if (IsThere(path, context))
            return Open(path, context);
        try
        {
            // In a folder that may not be looked into no file seems to be there.
            _ = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any();
        }
        catch (UnauthorizedAccessException)
        {
            throw NoPermission(path);
        }

        throw new CommandException(ExitCode.NotFound, $"There is no store in {path} yet. Import a file first: meridian import FILE --source NAME");
    }

    private static CommandException NoPermission(string path) =>
        new(ExitCode.Failed, $"{path} may not be opened: no permission. Ask its owner for permission to read and write it, or name another folder.");

    /// <summary>A store in memory, for a rehearsal where there is no store yet.</summary>
    public static Workspace InMemory(CommandContext context) =>
        new(new DataFolder(Path.GetTempPath()), new DuckDbDatabase(":memory:"), _ => new MemoryLog(), context.Clock);

    /// <summary>Brings labels that turn with time up to now, when they are more than an hour old; says if an import is unfinished.</summary>
    public void Freshen(CommandContext context)
    {
        if (Imports.Unfinished(Session) is { } unfinished)
        {
            context.Terminal.Warn($"Import {unfinished.Entry} ({unfinished.FileName}) stopped after {Plural.Of(unfinished.Rows, "row")}. It continues with the next import or 'meridian imports resume'; 'meridian imports undo {unfinished.Entry}' takes it back.");
            return;
        }

        if (_host is null)
            Pipeline.Scrub(Session);
        // One that was interrupted; the pump has applied it by now.
        if (_host is null)
            ErasureEnd.GoOn(this, context);

        // A server does it by itself.
        if (_host is null && LabelRefresher.EvaluatedTo(Session) is { } at && Now - at > TimeSpan.FromHours(1))
        {
            Log.Append(EvaluateOrder.Kind, Now, "{}");
            Pipeline.Run(Session);
        }
    }

    /// <summary>Ends the erasures that are applied: nothing readable of those people is left on the disk afterwards.</summary>
    /// <exception cref="Numbers.SideStoreInUseException">A command looks up or sets aside numbers just now; it is to be done again when that has ended.</exception>
    public IReadOnlyList<ErasureReceipt> FinishErasures() => Erasures.Finish(Session, Log, Folder, Database, SideFiles.Database, Now);

    /// <summary>Held while this command changes the store beside a server, whose pump waits as long; messages that come in are applied by whoever holds it.</summary>
    public Lock.Scope Alone() => Pipeline.Gate.EnterScope();

    /// <summary>What a server needs of it; the workspace must live as long. Its own session is closed: the database could not be opened again beside one that stays.</summary>
    public OpenStore Share()
    {
        Session.Dispose();
        var store = new OpenStore(Folder, Database, _log, Pipeline, _isServer ? null : () => new DuckDbDatabase(Folder.Store)) { Snapshots = _snapshots };
        // From now on they are the server's to take.
        _snapshots = SnapshotRule.Never;
        return store;
    }

    public void Dispose()
    {
        // After a large import, say. The command has done what it was asked for; where none can be taken now the next one tries.
        if (_host is null)
            new SnapshotFolder(Folder).TakeIfDue(_snapshots, Session, Database, Now);
        Session.Dispose();
        if (_host is not null)
            return;
        _log.Dispose();
        Database.Dispose();
    }
}
