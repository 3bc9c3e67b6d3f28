using Meridian.Cli.Output;
using Meridian.DuckDb;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Journal;
using Meridian.Foundation.Log;
using Meridian.Ingest;
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
        if (StoreSchema.Prepare(Session))
            database.Checkpoint();
        Log = openLog(Session);
        Pipeline = new Pipeline(folder, Log);
        Clock = clock;
    }

    /// <summary>A session of its own on the store that a server has open.</summary>
    private Workspace(OpenStore store, IClock clock)
    {
        _host = store;
        Folder = store.Folder;
        Database = store.Database;
        Session = store.OpenSession();
        Log = store.Log;
        Pipeline = store.Pipeline;
        Clock = clock;
    }

    private readonly OpenStore? _host;

    public DataFolder Folder { get; }

    public IDatabase Database { get; }

    public ISession Session { get; }

    public ILog Log { get; }

    public Pipeline Pipeline { get; }

    public IClock Clock { get; }

    /// <summary>The clock's instant, to the microsecond that the store keeps.</summary>
    public DateTime Now => Clock.StoreNow();

    /// <summary>Opens the store in a folder, making it when absent.</summary>
    /// <exception cref="CommandException">Another process has it open (75); it may not be opened, is damaged, or was written by a newer program (1).</exception>
    public static Workspace Open(string path, CommandContext context)
    {
        if (context.Host is { } host)
            return new Workspace(host, context.Clock);
        try
        {
            var folder = new DataFolder(path);
            folder.DropIncoming(context.Clock.GetCurrentInstant().ToDateTimeUtc());
            if (!File.Exists(folder.Store) && StoreRebuild.IsPossible(folder))
                return Rebuild(folder, context);
            try
            {
                return Open(folder, context);
            }
            catch (StoreDamagedException e) when (StoreRebuild.IsPossible(folder))
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

    private static Workspace Open(DataFolder folder, CommandContext context, string? store = null) => new(
        folder, new DuckDbDatabase(store ?? folder.Store), session => JournalLog.Open(folder.Journal, session, d => context.Terminal.Warn($"{d}")), context.Clock);

    /// <summary>Makes the store again from its log, beside the one that is there, which is set aside when the new one is whole.</summary>
    public static Workspace Rebuild(DataFolder folder, CommandContext context)
    {
        context.Terminal.Say("The store is made again from its log ...");
        StoreRebuild.Prove(folder, d => context.Terminal.Warn($"{d}"));
        var made = folder.Store + ".rebuilding";
        foreach (var left in new[] { made, made + ".wal" })
            File.Delete(left);
        using (var workspace = Open(folder, context, made))
        {
            using var progress = new ProgressLine(context.Terminal);
            StoreRebuild.Replay(workspace.Pipeline, workspace.Session, progress, context.Stop);
            workspace.Database.Checkpoint();
        }

        if (File.Exists(folder.Store))
            context.Terminal.Say($"The old one is kept as {StoreRebuild.SetAside(folder)}.");
        File.Move(made, folder.Store);
        return Open(folder, context);
    }

    /// <summary>Opens a store that must be there already; reading commands do not make one.</summary>
    public static Workspace OpenExisting(string path, CommandContext context)
    {
        // A store that is gone while its log is there is made again.
        if (context.Host is not null || File.Exists(Path.Combine(path, "meridian.duckdb")) || (Directory.Exists(path) && StoreRebuild.IsPossible(new DataFolder(path))))
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
    public void Freshen(Terminal terminal)
    {
        if (Imports.Unfinished(Session) is { } unfinished)
        {
            terminal.Warn($"Import {unfinished.Entry} ({unfinished.FileName}) stopped after {Plural.Of(unfinished.Rows, "row")}. It continues with the next import or 'meridian imports resume'; 'meridian imports undo {unfinished.Entry}' takes it back.");
            return;
        }

        // One that was interrupted; the pump has applied it by now.
        if (_host is null && Erasures.Unfinished(Log, Folder).Count > 0)
        {
            Pipeline.Run(Session);
            FinishErasures();
        }

        // A server does it by itself.
        if (_host is null && LabelRefresher.EvaluatedTo(Session) is { } at && Now - at > TimeSpan.FromHours(1))
        {
            Log.Append(EvaluateOrder.Kind, Now, "{}");
            Pipeline.Run(Session);
        }
    }

    /// <summary>Ends the erasures that are applied: nothing readable of those people is left on the disk afterwards.</summary>
    public IReadOnlyList<ErasureReceipt> FinishErasures() =>
        Erasures.Finish(Session, Log, Folder, Database, path => new DuckDbDatabase(path), Now);

    /// <summary>Held while this command changes the store beside a server, whose pump waits as long; messages that come in are applied by whoever holds it.</summary>
    public Lock.Scope Alone() => Pipeline.Gate.EnterScope();

    /// <summary>What a server needs of it; the workspace must live as long. Its own session is closed: the database could not be opened again beside one that stays.</summary>
    public OpenStore Share()
    {
        Session.Dispose();
        return new OpenStore(Folder, Database, Log, Pipeline, () => new DuckDbDatabase(Folder.Store));
    }

    public void Dispose()
    {
        Session.Dispose();
        if (_host is not null)
            return;
        Log.Dispose();
        Database.Dispose();
    }
}
