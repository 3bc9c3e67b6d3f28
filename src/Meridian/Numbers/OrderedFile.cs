namespace Meridian.Numbers;

/// <summary>A file whose parts are put together on all cores and written in their order. It appears whole or not at all.</summary>
public sealed class OrderedFile : IDisposable
{
    private static readonly int Ahead = Math.Max(2, Environment.ProcessorCount) + 1;

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly Queue<Task<CsvRows>> _parts = new();
    private bool _whole;

    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public OrderedFile(string path)
    {
        _path = path;
        _stream = new FileStream(Part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    private string Part => _path + ".part";

    /// <summary>Appends what a function gives, in rented rows; it runs on any thread.</summary>
    public void Append(Func<CsvRows> part)
    {
        _parts.Enqueue(Task.Run(part));
        while (_parts.Count >= Ahead || (_parts.TryPeek(out var first) && first.IsCompleted))
            Write();
    }

    /// <summary>Writes what is left and gives the file its name.</summary>
    public void Complete()
    {
        while (_parts.Count > 0)
            Write();
        _stream.Dispose();
        File.Move(Part, _path, overwrite: true);
        _whole = true;
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (!_whole)
            File.Delete(Part);
    }

    private void Write()
    {
        var rows = _parts.Dequeue().GetAwaiter().GetResult();
        _stream.Write(rows.Written);
        rows.Return();
    }
}
