using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Foundation.Snapshots;

namespace Meridian.Web;

/// <summary>The store that a server has open, shared by its pump, its requests and the commands that come through it.</summary>
/// <param name="reopen">Opens the database again after the engine gave it up (a full disk does that); null where the database is a server, which is there again or is not.</param>
public sealed class OpenStore(DataFolder folder, IDatabase database, ILog log, Pipeline pipeline, Func<IDatabase>? reopen) : IDisposable
{
    private readonly Lock _gate = new();
    private IDatabase? _database = database;
    private int _sessions;

    public DataFolder Folder { get; } = folder;

    public ILog Log { get; } = log;

    public Pipeline Pipeline { get; } = pipeline;

    /// <summary>Whether other processes work on the store too.</summary>
    public bool IsShared => reopen is null;

    /// <summary>When snapshots are taken.</summary>
    public SnapshotRule Snapshots { get; init; } = SnapshotRule.Usual;

    /// <summary>Brings erasures to their end that were interrupted or had to wait, with the pipeline's gate held; the host's, which knows where backups are.</summary>
    public Action? EndErasures { get; set; }

    /// <summary>How often it is asked whether an erasure is to be brought to its end: one that failed half way, or waited for a look-up.</summary>
    public TimeSpan ErasureInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="IOException">It could not be opened again so far.</exception>
    public IDatabase Database
    {
        get
        {
            lock (_gate)
                return _database ?? throw new IOException("The store is closed, because its disk or its engine failed. It is opened again as soon as it can be.");
        }
    }

    /// <inheritdoc cref="Database"/>
    public ISession OpenSession()
    {
        lock (_gate)
        {
            var session = new SharedSession(Database.OpenSession(), () => Interlocked.Decrement(ref _sessions));
            Interlocked.Increment(ref _sessions);
            return session;
        }
    }

    /// <summary>Takes a snapshot where one is due; the caller holds the pipeline's gate. See <see cref="SnapshotFolder.TakeIfDue"/>.</summary>
    public string? TakeSnapshotIfDue(ISession session, DateTime now) => new SnapshotFolder(Folder).TakeIfDue(Snapshots, session, Database, now);

    /// <summary>
    /// Closes the database and opens it again. Not while a session is open: the engine closes the file with its last session, and two engines on one file would
    /// write over each other. Whoever has one on a database that the engine gave up fails and closes it.
    /// </summary>
    /// <returns>Whether it was done.</returns>
    public bool Reopen()
    {
        lock (_gate)
        {
            if (reopen is null)
                return true;
            if (Volatile.Read(ref _sessions) > 0)
                return false;
            Dispose();
            _database = reopen();
            return true;
        }
    }

    /// <summary>Closes the database as it is by now.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _database?.Dispose();
            _database = null;
        }
    }
}
