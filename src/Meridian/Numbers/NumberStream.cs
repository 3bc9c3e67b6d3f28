using Meridian.Ingest.Reading;

namespace Meridian.Numbers;

/// <summary>How far a run over files is; bytes as stored on disk.</summary>
public sealed record NumberProgress(string FileName, long Rows, long BytesRead, long BytesTotal);

/// <summary>
/// Reads files front to back on the caller's thread and their numbers on all: slices come in the files' order, a few at a time, so that memory is flat
/// whatever the size.
/// </summary>
public static class NumberStream
{
    /// <summary>Rows of a slice: enough that handing over costs nothing, few enough that a cache holds them.</summary>
    private const int SliceRows = 4_096;

    /// <summary>Slices being read ahead: one for each core and one waiting.</summary>
    private static readonly int Ahead = Math.Max(2, Environment.ProcessorCount) + 1;

    /// <param name="files">Opened by <see cref="NumberFile.Open"/>; the caller disposes them.</param>
    /// <exception cref="UnreadableFileException">A file is not what it says from some row on.</exception>
    /// <exception cref="OperationCanceledException">Stopped between two slices.</exception>
    public static IEnumerable<NumberSlice> Read(IReadOnlyList<NumberFile> files, IProgress<NumberProgress>? progress, CancellationToken stop)
    {
        var reading = new Queue<Task<NumberSlice>>();
        var rows = 0L;
        for (var i = 0; i < files.Count; i++)
        {
            var begins = true;
            foreach (var slice in Slices(files[i]))
            {
                stop.ThrowIfCancellationRequested();
                (slice.BeginsFile, begins) = (begins, false);
                var (file, index) = (files[i], i);
                reading.Enqueue(Task.Run(() => slice.Read(index), CancellationToken.None));
                if (reading.Count < Ahead)
                    continue;
                var next = reading.Dequeue().GetAwaiter().GetResult();
                rows += next.Count;
                yield return next;
                progress?.Report(new NumberProgress(file.Name, rows, file.BytesRead, file.Reader.Facts.Bytes));
            }
        }

        while (reading.TryDequeue(out var last))
            yield return last.GetAwaiter().GetResult();
    }

    private static IEnumerable<NumberSlice> Slices(NumberFile file)
    {
        var first = new NumberSlice(file);
        if (file.TryTakeFirstRow(first.Rows))
            yield return first;
        while (Spare(file) is var slice && slice.TryFill(SliceRows))
            yield return slice;
    }

    private static NumberSlice Spare(NumberFile file) => file.Spare.TryTake(out var used) ? used : new NumberSlice(file);
}
