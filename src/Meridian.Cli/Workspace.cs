using Meridian.Cli.Output;
using Meridian.DuckDb;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Tags;
using NodaTime;

namespace Meridian.Cli;

/// <summary>An open store with its session and pipeline, for the length of one command.</summary>
public sealed class Workspace : IDisposable
{
    private Workspace(DataFolder folder, IDatabase database, IClock clock)
    {
        Folder = folder;
        Database = database;
        Session = database.OpenSession();
        // Changed tables can be appended to only when they are written.
        if (StoreSchema.Prepare(Session))
            database.Checkpoint();
        Pipeline = new Pipeline(folder);
        Clock = clock;
    }

    public DataFolder Folder { get; }

    public IDatabase Database { get; }

    public ISession Session { get; }

    public Pipeline Pipeline { get; }

    public IClock Clock { get; }

    /// <summary>The clock's instant, to the microsecond that the store keeps.</summary>
    public DateTime Now
    {
        get
        {
            var now = Clock.GetCurrentInstant().ToDateTimeUtc();
            return DateTime.SpecifyKind(new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond)), DateTimeKind.Unspecified);
        }
    }

    /// <summary>Opens the store in a folder, making it when absent.</summary>
    /// <exception cref="CommandException">Another process has it open (75); it may not be opened, is damaged, or was written by a newer program (1).</exception>
    public static Workspace Open(string path, IClock clock)
    {
        try
        {
            var folder = new DataFolder(path);
            return new Workspace(folder, new DuckDbDatabase(folder.Store), clock);
        }
        catch (StoreBusyException e)
        {
            var pid = System.Text.RegularExpressions.Regex.Match(e.Message, @"PID (?<pid>\d+)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            var who = pid.Success ? $"process {pid.Groups["pid"].Value}" : "another process";
            throw new CommandException(ExitCode.TryLater, $"{path} is in use by {who}. Wait until it has finished, or stop it, then try again.");
        }
        catch (StoreDamagedException e)
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

    /// <summary>Opens a store that must be there already; reading commands do not make one.</summary>
    public static Workspace OpenExisting(string path, IClock clock)
    {
        if (File.Exists(Path.Combine(path, "meridian.duckdb")))
            return Open(path, clock);
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
    public static Workspace InMemory(IClock clock) =>
        new(new DataFolder(Path.GetTempPath()), new DuckDbDatabase(":memory:"), clock);

    /// <summary>Brings labels that turn with time up to now, when they are more than an hour old; says if an import is unfinished.</summary>
    public void Freshen(Terminal terminal)
    {
        if (Imports.Unfinished(Session) is { } unfinished)
        {
            terminal.Warn($"Import {unfinished.Entry} ({unfinished.FileName}) stopped after {Plural.Of(unfinished.Rows, "row")}. It continues with the next import or 'meridian imports resume'; 'meridian imports undo {unfinished.Entry}' takes it back.");
            return;
        }

        if (LabelRefresher.EvaluatedTo(Session) is { } at && Now - at > TimeSpan.FromHours(1))
        {
            CommandLog.Append(Session, EvaluateOrder.Kind, Now, "{}");
            Pipeline.Run(Session);
        }
    }

    public void Dispose()
    {
        Session.Dispose();
        Database.Dispose();
    }
}
