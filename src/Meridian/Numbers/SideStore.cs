using Meridian.Foundation;
using Meridian.Foundation.Database;

namespace Meridian.Numbers;

/// <summary>
/// A database file of its own in the data folder (<c>numbers/NAME.duckdb</c>), for what is not made from the log: answers that were paid for, and what people decided of numbers.
/// The store beside it can be made again from the log; this file cannot, so backups take it. Opened by one process at a time, and in it once (<see cref="SideDatabases"/>).
/// </summary>
public sealed class SideStore : IDisposable
{
    private readonly Func<string, IDatabase> _open;
    private readonly IReadOnlyList<Migration> _schema;
    private readonly SideUse _use;
    private readonly SideDatabases.Held _held;
    private ISession? _session;
    private bool _disposed;

    /// <param name="data">The data folder.</param>
    /// <param name="name">Of the file, without ending.</param>
    /// <param name="use">What is done with it; who else may have it open depends on it.</param>
    /// <param name="open">Opens or makes the file; hosts choose the engine.</param>
    /// <param name="schema">The file's own steps, numbered from 1 apart from the store's.</param>
    /// <exception cref="NewerStoreException">A newer program wrote the file.</exception>
    /// <exception cref="SideStoreInUseException">Somebody else in this process has it open.</exception>
    public SideStore(string data, string name, SideUse use, Func<string, IDatabase> open, IReadOnlyList<Migration> schema)
    {
        (Path, _use, _open, _schema) = (PathOf(data, name), use, open, schema);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        _held = SideDatabases.Take(Path, use, open);
        try
        {
            // What a rewriting that was killed left behind.
            if (use == SideUse.Erase)
                Delete(Rewritten);
            Open();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    public ISession Session => _session ?? throw new ObjectDisposedException(Path);

    private string Rewritten => Path + ".new";

    public static string PathOf(string data, string name) => System.IO.Path.Combine(System.IO.Path.GetFullPath(data), "numbers", name + ".duckdb");

    /// <summary>
    /// Erases rows: writes the file anew with the others, because what is deleted stays readable in an engine's freed blocks. The new file takes the old one's place when it is whole and on the disk; until
    /// then nothing is changed, so that whatever was interrupted is found again. Only for <see cref="SideUse.Erase"/>.
    /// </summary>
    /// <param name="from">Tables that have rows to be erased.</param>
    /// <param name="tables">All tables of the schema, with the number of their columns.</param>
    /// <param name="erased">Which rows of any of them are erased.</param>
    /// <returns>How many; where there are none nothing is written.</returns>
    public long Erase(IReadOnlyList<Table> from, IEnumerable<(Table Table, int Columns)> tables, Sql erased)
    {
        var rows = from.Sum(table => Session.Count($"select count(*) from {table} where {erased}"));
        if (rows == 0)
            return 0;
        using (var database = _open(Rewritten))
        {
            using var session = database.OpenSession();
            Migrations.Apply(session, _schema);
            foreach (var (table, columns) in tables)
            {
                using var writer = session.Append(table);
                foreach (var _ in Session.Query($"select * from {table} where {(from.Contains(table) ? (Sql)$"not ({erased})" : (Sql)$"true")}", r => Copy(r, columns, writer)))
                {
                }

                writer.Complete();
            }

            database.Checkpoint();
        }

        Close();
        _held.Replace(
            () =>
            {
                Delete(Path + ".wal");
                File.Move(Rewritten, Path, overwrite: true);
                Durable.Folder(System.IO.Path.GetDirectoryName(Path)!);
            },
            _open);
        Open();
        return rows;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Close();
        _held.Return(_use);
    }

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
        _session = _held.Database.OpenSession();
        Migrations.Apply(_session, _schema);
    }

    private void Close()
    {
        _session?.Dispose();
        _session = null;
    }
}
