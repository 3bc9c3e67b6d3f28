using System.Reflection;
using Meridian.DuckDb;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Hashing;
using Meridian.Foundation.Log;
using Meridian.Postgres;
using Xunit.Sdk;
using Xunit.v3;

namespace Meridian.EngineTests.Store;

/// <summary>A database engine that every test body runs on.</summary>
public enum Engine
{
    DuckDb,
    Postgres,
}

/// <summary>The one place that knows which engines there are and how a fresh, empty database of each is made.</summary>
public static class Engines
{
    /// <summary>All of them; MERIDIAN_ENGINE names the only one that is wanted.</summary>
    public static IReadOnlyList<Engine> All { get; } =
        Environment.GetEnvironmentVariable("MERIDIAN_ENGINE") is { Length: > 0 } one ? [Enum.Parse<Engine>(one, ignoreCase: true)] : Enum.GetValues<Engine>();

    /// <summary>A database that is empty and the caller's own; it goes when the folder and the object go.</summary>
    public static IDatabase Open(Engine engine, DataFolder folder) => engine switch
    {
        Engine.DuckDb => new DuckDbDatabase(folder.Store),
        Engine.Postgres => new PostgresDatabase($"{PostgresServer.Address}?schema={SchemaOf(folder)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "This engine has no database."),
    };

    /// <summary>The same with the schema of this program in it. DuckDB's is made once and copied: making it takes longer than most tests.</summary>
    public static IDatabase OpenPrepared(Engine engine, DataFolder folder)
    {
        if (engine == Engine.DuckDb)
            File.WriteAllBytes(folder.Store, Prepared.Value);
        return Open(engine, folder);
    }

    private static readonly Lazy<byte[]> Prepared = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("meridian-engine-");
        var store = new DataFolder(folder.FullName);
        using (var database = new DuckDbDatabase(store.Store))
        {
            using (var session = database.OpenSession())
                StoreSchema.Prepare(session);
            database.Checkpoint();
        }

        var bytes = File.ReadAllBytes(store.Store);
        folder.Delete(recursive: true);
        return bytes;
    });

    /// <summary>The log that belongs to it.</summary>
    public static ILog OpenLog(IDatabase database, DataFolder folder, ISession session) => database is PostgresDatabase postgres
        ? new PostgresLog(postgres)
        : JournalLog.Open(folder.Journal, session, d => throw new InvalidOperationException($"{d}"));

    /// <summary>Where the files of its imports are, beside the folder that a test gives it.</summary>
    public static DataFolder FolderOf(DataFolder folder, IDatabase database) =>
        database is PostgresDatabase postgres ? new DataFolder(folder.Root) { Shared = new PostgresFiles(postgres) } : folder;

    /// <summary>Where the files of its tables are.</summary>
    public static string FilesOf(Engine engine, string folder) => engine == Engine.Postgres ? PostgresServer.TableFiles : folder;

    /// <summary>What is not in the folder goes too.</summary>
    public static void Drop(IDatabase database) => (database as PostgresDatabase)?.Drop();

    private static string SchemaOf(DataFolder folder) => $"s{(ulong)ContentHash.Of64(folder.Root):x}";
}

/// <summary>One case of a theory, run on every engine: the engine comes first, then the values given here.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnEnginesAttribute(params object?[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Engines.All.Select(engine => new TheoryDataRow([engine, .. values]) { Skip = engine == Engine.Postgres ? PostgresServer.Missing : null })]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
