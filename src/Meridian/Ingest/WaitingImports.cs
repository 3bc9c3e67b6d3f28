using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;

namespace Meridian.Ingest;

/// <summary>
/// Imports that are in the log and not begun. What was seen of the log is remembered, because lists ask every other second, and millions of messages may wait behind an import.
/// </summary>
public sealed class WaitingImports(ILog log)
{
    private readonly Lock _gate = new();
    private List<ImportState> _waiting = [];
    private long _read;

    /// <summary>In the log's order.</summary>
    public List<ImportState> Of(ISession session, Scope scope)
    {
        var next = LogCursor.Next(session);
        List<ImportState> waiting;
        lock (_gate)
        {
            _waiting = [.. _waiting.Where(i => i.Entry >= next)];
            var last = log.Last;
            var from = Math.Max(next, _read + 1);
            if (from <= last)
            {
                foreach (var entry in log.Read(from).TakeWhile(e => e.Entry <= last))
                {
                    if (entry.Kind == ImportOrder.Kind)
                        _waiting.Add(ImportLists.Of(entry with { Body = default }, ImportOrder.FromJson(entry.Text)));
                }
            }

            _read = Math.Max(_read, last);
            waiting = [.. _waiting];
        }

        return waiting.FindAll(i => (!scope.IsLimited || (scope.Key is not null && i.Key == scope.Key)) && Imports.Find(session, i.Entry) is null);
    }
}
