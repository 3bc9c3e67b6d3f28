using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Web;

/// <summary>The store that a server has open, shared by its pump, its requests and the commands that come through it.</summary>
/// <param name="reopen">Opens the database again after the engine gave it up (a full disk does that).</param>
public sealed class OpenStore(DataFolder folder, IDatabase database, ILog log, Pipeline pipeline, Func<IDatabase> reopen)
{
    private readonly Lock _gate = new();
    private IDatabase _database = database;

    public DataFolder Folder { get; } = folder;

    public ILog Log { get; } = log;

    public Pipeline Pipeline { get; } = pipeline;

    public IDatabase Database
    {
        get
        {
            lock (_gate)
                return _database;
        }
    }

    public ISession OpenSession() => Database.OpenSession();

    /// <summary>Closes the database and opens it again; sessions of before are of no use afterwards.</summary>
    public void Reopen()
    {
        lock (_gate)
        {
            _database.Dispose();
            _database = reopen();
        }
    }
}
