using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Messages;

namespace Meridian.Privacy;

/// <summary>
/// Where the kept files and the log hold anything of people: rows and messages that were accepted, that were rejected, that came twice, and those of imports that
/// were undone. After <see cref="StoreErasure.Load"/>, which tells the store who they are.
/// </summary>
/// <param name="last">Entries before this one are looked at.</param>
internal sealed class Holdings(DataFolder folder, ILog log, ISession session, Subject subject, long last)
{
    private readonly KeptFileScrub _files = new(folder);
    private readonly SubjectText _text = new(subject);

    /// <summary>Imports of files that could not be read; who is in them cannot be told.</summary>
    public IReadOnlyList<LogEntry> Refused()
    {
        var refused = Imports.All(session).Where(i => i.State == "refused").Select(i => i.Entry).ToHashSet();
        return [.. Kept().Where(e => refused.Contains(e.Entry))];
    }

    /// <summary>Rows of theirs by import, and which of its rows became statements of theirs.</summary>
    public IEnumerable<(LogEntry Import, HashSet<long> Rows, HashSet<long> Accepted)> Rows()
    {
        var stated = StoreErasure.FileRows(session);
        var states = Imports.All(session).ToDictionary(i => i.Entry, i => i.State);
        foreach (var import in Kept().Where(e => states.GetValueOrDefault(e.Entry) != "refused"))
        {
            var accepted = stated[import.Entry].ToHashSet();
            var rows = _files.Rejected(import, (cells, _) => _text.IsIn(cells));
            rows.UnionWith(states.GetValueOrDefault(import.Entry) == "applied" ? accepted : _files.Search(import, subject.Has, _text.IsIn));
            if (rows.Count > 0)
                yield return (import, rows, accepted);
        }
    }

    /// <summary>Finds their messages.</summary>
    /// <param name="found">Told of the messages of an entry, with their source, before they are taken out.</param>
    public MessageScrub Messages(Action<IReadOnlyList<MessagePlace>, string>? found = null)
    {
        var keys = StoreErasure.MessageKeys(session);
        return new MessageScrub(StoreErasure.Events(session), m => subject.Has(m.Statement) || keys.Contains(m.MessageKey), _text.IsIn, found);
    }

    private List<LogEntry> Kept() => [.. log.Read(1).TakeWhile(e => e.Entry < last).Where(e => e.Kind == ImportOrder.Kind && File.Exists(_files.PathOf(e)))];
}
