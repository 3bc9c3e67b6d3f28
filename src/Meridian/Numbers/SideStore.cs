using Meridian.Foundation;
using Meridian.Foundation.Database;

namespace Meridian.Numbers;

/// <summary>
/// A database file of its own in the data folder (<c>numbers/NAME.duckdb</c>), for what is not made from the log: answers that were paid for, and what people decided of numbers.
/// The store beside it can be made again from the log; this file cannot, so backups take it. Opened by one process at a time.
/// </summary>
public sealed class SideStore : IDisposable
{
    private readonly Func<string, IDatabase> _open;
    private readonly IReadOnlyList<Migration> _schema;
    private IDatabase? _database;
    private ISession? _session;

    /// <param name="data">The data folder.</param>
    /// <param name="name">Of the file, without ending.</param>
    /// <param name="open">Opens or makes the file; hosts choose the engine.</param>
    /// <param name="schema">The file's own steps, numbered from 1 apart from the store's.</param>
    /// <exception cref="NewerStoreException">A newer program wrote the file.</exception>
    public SideStore(string data, string name, Func<string, IDatabase> open, IReadOnlyList<Migration> schema)
    {
        (Path, _open, _schema) = (PathOf(data, name), open, schema);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        // What a rewriting that was killed left behind.
        Delete(Rewritten);
        Open();
    }

    public string Path { get; }

    public ISession Session => _session ?? throw new ObjectDisposedException(Path);

    private string Rewritten => Path + ".new";

    public static string PathOf(string data, string name) => System.IO.Path.Combine(System.IO.Path.GetFullPath(data), "numbers", name + ".duckdb");

    /// <summary>
    /// Writes the file anew with the rows that are there now: what was deleted stays readable in an engine's freed blocks otherwise. The new file takes the old one's place when it is
    /// whole and on the disk.
    /// </summary>
    /// <param name="tables">All tables of the schema, with the number of their columns.</param>
    public void Rewrite(IEnumerable<(Table Table, int Columns)> tables)
    {
        using (var database = _open(Rewritten))
        {
            using var session = database.OpenSession();
            Migrations.Apply(session, _schema);
            foreach (var (table, columns) in tables)
            {
                using var writer = session.Append(table);
                foreach (var _ in Session.Query($"select * from {table}", r => Copy(r, columns, writer)))
                {
                }

                writer.Complete();
            }

            database.Checkpoint();
        }

        Close();
        Delete(Path + ".wal");
        File.Move(Rewritten, Path, overwrite: true);
        Durable.Folder(System.IO.Path.GetDirectoryName(Path)!);
        Open();
    }

    public void Dispose() => Close();

    private static bool Copy(IRow row, int columns, IBulkWriter writer)
    {
        for (var i = 0; i < columns; i++)
        {
            _ = row.Value(i) switch
            {
                null => writer.Add((string?)null),
                string text => writer.Add(text),
                bool flag => writer.Add(flag),
                DateTime time => writer.Add(time),
                var number => writer.Add(Convert.ToInt64(number, System.Globalization.CultureInfo.InvariantCulture)),
            };
        }

        writer.EndRow();
        return true;
    }

    private static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(path + ".wal");
    }

    private void Open()
    {
        _database = _open(Path);
        _session = _database.OpenSession();
        Migrations.Apply(_session, _schema);
    }

    private void Close()
    {
        _session?.Dispose();
        _database?.Dispose();
        (_session, _database) = (null, null);
    }
}
