using System.Collections.Concurrent;
using System.Diagnostics;
using Meridian.Consents;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Reading;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian;

/// <summary>How far an import is; bytes as stored on disk.</summary>
public sealed record ImportProgress(string FileName, long Rows, long BytesRead, long BytesTotal);

/// <summary>A slice of the file, normalised: its statements and their identifiers in the engine's form, what was rejected, and what was left out.</summary>
internal sealed record ImportSlice(NormalisedSlice Rows, IRowBuffer Statements, IRowBuffer Identifiers);

/// <summary>Slices of one batch, in the file's order; <paramref name="ReaderRows"/>: rows that the reader gave from the file's beginning.</summary>
internal sealed record ImportBatch(IReadOnlyList<ImportSlice> Slices, long ReaderRows)
{
    public long Accepted => Slices.Sum(s => (long)s.Rows.Accepted);

    public IEnumerable<RejectedRow> Rejected => Slices.SelectMany(s => s.Rows.Rejected);

    public IEnumerable<RowWarning> Warnings => Slices.SelectMany(s => s.Rows.Warnings);
}

/// <summary>
/// One import being applied: reads the kept file on one thread, normalises on all, and hands over batches in the file's order.
/// Continues behind the rows that the cursor says are done.
/// </summary>
internal sealed class ImportRun : IDisposable
{
    /// <summary>Rows that one worker normalises at a time.</summary>
    private const int SliceRows = 2_048;

    /// <summary>Memory of the engine while rows are landed: with the rows in flight and the code it keeps the program under 1 GiB.</summary>
    private const int LandMegabytes = 280;

    private readonly ISession _session;
    private readonly LogEntry _entry;
    private readonly IRowReader _reader;
    private readonly ImportPlan _plan;
    private readonly RejectedFile _rejects;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly double _secondsBefore;
    private readonly ConcurrentBag<RowBatch> _spare = [];
    private readonly IRowFormat _statements;
    private readonly IRowFormat _identifiers;
    private ImportState _state;
    private LogPosition _position;
    private long _refused;

    /// <param name="path">The kept file, or in a rehearsal the file itself.</param>
    /// <param name="rejects">Folder for the rejected rows.</param>
    public ImportRun(ISession session, LogEntry entry, ImportOrder order, string path, string rejects)
    {
        _session = session;
        _entry = entry;
        // One engine thread while rows are landed: the others normalise. With more, commits take half the time and the checkpoint at the end all that was saved.
        session.UseResources(threads: 1, LandMegabytes);
        Source = order.Source;
        _position = LogCursor.Position(session);
        _statements = session.Format(StatementTables.RecordVersion);
        _identifiers = session.Format(ResolveTables.Identifier);
        (_reader, var plan) = FilePlanner.Open(path, order, entry.At);
        _plan = plan with { Suppression = Suppression.Load(session) };
        _state = Imports.Find(session, entry.Entry) ?? NoRows(entry, order, "applying");
        _secondsBefore = _state.Seconds;
        _rejects = new RejectedFile(RejectsPath(order, rejects), _reader.Header);
        _rejects.ContinueAt(_state.RejectedBytes);
        if (_state.Rows == 0)
            Begin(order);
    }

    public string Source { get; }

    public ImportState State => _state;

    /// <summary>How the file is read, and what a person should know of it by now.</summary>
    public ImportPlan Plan => _refused == 0 ? _plan : _plan with
    {
        Notes = [.. _plan.Notes, $"{_refused:N0} of the rejected rows name people whose data was erased: nothing of these rows is taken in or kept, and there is nothing in them to mend"],
    };

    /// <summary>Batches of at most <see cref="Pipeline.BatchRows"/> rows; stops between two when asked to.</summary>
    public IEnumerable<ImportBatch> Batches(IProgress<ImportProgress>? progress, CancellationToken stop)
    {
        var skip = _position.Entry == _entry.Entry ? _position.Position : 0;
        var read = skip;
        using var slices = new BlockingCollection<Task<ImportSlice>>(boundedCapacity: Pipeline.BatchRows / SliceRows);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = Task.Run(() => Read(slices, skip, ended.Token), CancellationToken.None);
        try
        {
            var batch = new List<ImportSlice>();
            var batchRows = 0L;
            foreach (var slice in slices.GetConsumingEnumerable(CancellationToken.None))
            {
                // The wait is for a worker, in the file's order.
                batch.Add(slice.GetAwaiter().GetResult());
                read += batch[^1].Rows.ReaderRows;
                batchRows += batch[^1].Rows.ReaderRows;
                if (batchRows + SliceRows <= Pipeline.BatchRows)
                    continue;
                yield return new ImportBatch(batch, read);
                progress?.Report(new ImportProgress(_state.FileName, _state.Rows, _reader.BytesRead, _reader.Facts.Bytes));
                batch = [];
                batchRows = 0;
                stop.ThrowIfCancellationRequested();
            }

            reading.GetAwaiter().GetResult();
            stop.ThrowIfCancellationRequested();
            if (batchRows > 0)
                yield return new ImportBatch(batch, read);
            progress?.Report(new ImportProgress(_state.FileName, _state.Rows, _reader.Facts.Bytes, _reader.Facts.Bytes));
            stop.ThrowIfCancellationRequested();
        }
        finally
        {
            ended.Cancel();
            while (slices.TryTake(out _))
            {
                // Makes room, so that the reading thread sees the cancellation.
            }

            reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    /// <summary>Writes counts, rejects and the cursor; inside the batch's transaction.</summary>
    public void Advance(ImportBatch batch)
    {
        var rejected = batch.Rejected.ToList();
        var warnings = batch.Warnings.ToList();
        _rejects.Append(rejected);
        var refused = rejected.Count(r => r.Reason == RowNormaliser.SuppressedRow);
        if (_refused == 0 && refused > 0)
            _session.Execute($"insert into {GovernanceTables.ScrubDue} values ({_entry.Entry})");
        _refused += refused;

        var keep = Math.Max(0, Imports.WarningsKept - (int)Math.Min(_state.Warnings, int.MaxValue));
        if (keep > 0 && warnings.Count > 0)
            Imports.Keep(_session, _entry.Entry, warnings.Take(keep));
        _state = _state with
        {
            Rows = _state.Rows + batch.Accepted + rejected.Count,
            Accepted = _state.Accepted + batch.Accepted,
            Rejected = _state.Rejected + rejected.Count,
            Warnings = _state.Warnings + warnings.Count,
            RejectedBytes = _rejects.Length,
            RejectedFile = _rejects.Length > 0 ? _rejects.FilePath : null,
            Seconds = _secondsBefore + _watch.Elapsed.TotalSeconds,
        };
        Imports.Save(_session, _state);
        Move(new LogPosition(_entry.Entry, batch.ReaderRows, Done: false));
    }

    /// <summary>Writes the counts that only the whole import can tell, and moves the cursor behind the entry; inside the caller's transaction.</summary>
    public void Finish(Resolved resolved)
    {
        var voided = ImportCounts.Voided(_session, _entry.Entry, resolved.Voided);
        var (overruled, refused) = Withdrawals.Overruled(_session, _entry.Entry);
        Imports.Keep(_session, _entry.Entry, voided.Take(Imports.WarningsKept).Concat(overruled));
        _state = _state with
        {
            Created = ImportCounts.Created(_session, _entry.Entry),
            Merged = ImportCounts.Merged(_session, _entry.Entry),
            Unchanged = ImportCounts.Unchanged(_session, _entry.Entry),
            Warnings = _state.Warnings + voided.Count + refused,
            Seconds = _secondsBefore + _watch.Elapsed.TotalSeconds,
            State = "applied",
        };
        Imports.Save(_session, _state);
        Move(new LogPosition(_entry.Entry, _position.Entry == _entry.Entry ? _position.Position : 0, Done: true));
    }

    /// <summary>Marks the import as refused, with nothing of it left; inside the caller's transaction.</summary>
    public static void Refuse(ISession session, LogEntry entry, ImportOrder order, string rejects)
    {
        if (Directory.Exists(rejects))
            File.Delete(RejectsPath(order, rejects));
        Reset(session, entry, order, "refused");
    }

    /// <summary>
    /// Whether an unfinished import has records already. Programs that wrote schema 1 resolved batch by batch; what they left can be neither continued nor counted.
    /// </summary>
    public static bool IsHalfDerived(ISession session, LogEntry entry) =>
        Imports.Find(session, entry.Entry) is { State: "applying" }
        && session.Count($"select count(*) from {ResolveTables.Record} where last_entry = {entry.Entry}") > 0;

    /// <summary>Whether what an unfinished import rejected so far is not here: it is on the machine that began it.</summary>
    public static bool LacksRejects(ISession session, LogEntry entry, ImportOrder order, string folder) =>
        Imports.Find(session, entry.Entry) is { State: "applying", RejectedBytes: > 0 } begun
        && (!File.Exists(RejectsPath(order, folder)) || new FileInfo(RejectsPath(order, folder)).Length < begun.RejectedBytes);

    /// <summary>Sets the import back to its first row; inside the caller's transaction, in which its rows are taken out.</summary>
    public static void StartAnew(ISession session, LogEntry entry, ImportOrder order) => Reset(session, entry, order, "applying");

    private static void Reset(ISession session, LogEntry entry, ImportOrder order, string state)
    {
        session.Execute($"delete from {IngestTables.Warning} where entry = {entry.Entry}");
        Imports.Save(session, NoRows(entry, order, state));
        LogCursor.Move(session, LogCursor.Position(session), new LogPosition(entry.Entry, 0, Done: state != "applying"));
    }

    /// <summary>An import of which nothing is in the store.</summary>
    public static ImportState NoRows(LogEntry entry, ImportOrder order, string state) =>
        new(entry.Entry, order.Source, order.FileName, state, entry.At, 0, 0, 0, 0, 0, 0, 0, 0, null, 0, order.Key, order.Request);

    private static string RejectsPath(ImportOrder order, string folder) => RejectedFile.PathOf(folder, order.FileName);

    public void Dispose()
    {
        _session.UseResources(Environment.ProcessorCount);
        _rejects.Dispose();
        _reader.Dispose();
    }

    /// <summary>Two statements, each harmless when repeated, so no transaction of their own: a rehearsal runs inside one.</summary>
    private void Begin(ImportOrder order)
    {
        Sources.Save(_session, order.Source, order.Mapping);
        Imports.Save(_session, _state);
    }

    private void Move(LogPosition to)
    {
        // Messages are applied between the batches; they are of no concern here.
        LogCursor.Move(_session, _position with { Messages = LogCursor.Position(_session).Messages }, to);
        _position = to;
    }

    private ImportSlice Normalise(RowBatch batch)
    {
        var statements = _statements.NewBuffer();
        var identifiers = _identifiers.NewBuffer();
        var rows = new RowNormaliser(_plan).Normalise(batch, version =>
        {
            StatementTables.Write(statements, _entry, version);
            Identifiers.Write(identifiers, _entry, version);
        });
        _spare.Add(batch);
        return new ImportSlice(rows, statements, identifiers);
    }

    /// <summary>The reading thread: fills slices and starts their normalising; the bound on the collection is the bound on memory.</summary>
    private void Read(BlockingCollection<Task<ImportSlice>> slices, long skip, CancellationToken ended)
    {
        try
        {
            while (!ended.IsCancellationRequested)
            {
                var batch = _spare.TryTake(out var used) ? used : new RowBatch(_reader.Header.Count);
                batch.Clear();
                // What is landed already is read again no further than it reaches, whatever slices it was landed in.
                var more = _reader.Read(batch, (int)(skip > 0 ? Math.Min(SliceRows, skip) : SliceRows));
                if (skip > 0)
                {
                    skip -= batch.Count + batch.Broken.Count;
                    _spare.Add(batch);
                }
                else
                {
                    slices.Add(Task.Run(() => Normalise(batch), CancellationToken.None), ended);
                }

                if (!more)
                    break;
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The consumer went away; it knows why.
        }
        finally
        {
            slices.CompleteAdding();
        }
    }
}
