using System.Text.Json;
using Meridian.Foundation;
using Meridian.Ingest.Messages;

namespace Meridian.Privacy;

/// <summary>
/// What an erasure has taken out so far, in <c>erasures/ENTRY.found.jsonl</c>: written before it is taken out, because what is gone from files and log cannot be counted after a crash. It holds places, and
/// nothing of what stood there.
/// </summary>
internal sealed class ErasureProgress : IDisposable
{
    private readonly Dictionary<(long Entry, long Row), ErasedRow> _rows = [];
    private readonly Dictionary<MessagePlace, string> _messages = [];
    private readonly StreamWriter _file;

    private ErasureProgress(string path)
    {
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            // The last line of a program that was killed.
            if (!line.EndsWith('}'))
                continue;
            var found = JsonSerializer.Deserialize<Line>(line)!;
            if (found.Source is { } source)
                _messages[new MessagePlace(found.Entry, (int)found.Row)] = source;
            else
                _rows[(found.Entry, found.Row)] = new ErasedRow(found.Entry, found.Row, found.WasAccepted);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new StreamWriter(path, append: true) { NewLine = "\n" };
        // Behind half a line.
        _file.WriteLine();
    }

    /// <summary>Of this and of earlier tries.</summary>
    public IReadOnlyList<ErasedRow> Rows => [.. _rows.Values];

    /// <inheritdoc cref="Rows"/>
    public IReadOnlyList<(MessagePlace Place, string Source)> Messages => [.. _messages.Select(m => (m.Key, m.Value))];

    /// <param name="entry">Of the erasure.</param>
    public static ErasureProgress Of(DataFolder folder, long entry) => new(PathOf(folder, entry));

    public static void Delete(DataFolder folder, long entry) => File.Delete(PathOf(folder, entry));

    /// <summary>To be called before the rows are taken out.</summary>
    public void Add(IEnumerable<ErasedRow> rows)
    {
        foreach (var row in rows.Where(r => _rows.TryAdd((r.Entry, r.Row), r)))
            _file.WriteLine(JsonSerializer.Serialize(new Line(row.Entry, row.Row, row.WasAccepted, null)));
        _file.Flush();
    }

    /// <summary>To be called before the messages are taken out.</summary>
    public void Add(IEnumerable<MessagePlace> places, string source)
    {
        foreach (var place in places.Where(p => _messages.TryAdd(p, source)))
            _file.WriteLine(JsonSerializer.Serialize(new Line(place.Entry, place.Row, false, source)));
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    private static string PathOf(DataFolder folder, long entry) => Path.ChangeExtension(Subject.PathOf(folder, entry), ".found.jsonl");

    /// <param name="Source">Of a message; null for a row.</param>
    private sealed record Line(long Entry, long Row, bool WasAccepted, string? Source);
}
