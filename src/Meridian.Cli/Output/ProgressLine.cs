using System.Diagnostics;
using System.Globalization;
using Meridian.Numbers;

namespace Meridian.Cli.Output;

/// <summary>One line on standard error that is written over: share done, rows a second, time left. Silent where nobody watches.</summary>
internal sealed class ProgressLine(Terminal terminal) : IProgress<ImportProgress>, IProgress<NumberProgress>, IDisposable
{
    private const int Bar = 30;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _width;

    public void Report(ImportProgress value)
    {
        if (!terminal.Interactive)
            return;
        var share = value.BytesTotal == 0 ? 1 : Math.Min(1, (double)value.BytesRead / value.BytesTotal);
        var seconds = _watch.Elapsed.TotalSeconds;
        var left = share > 0.01 ? TimeSpan.FromSeconds(seconds / share * (1 - share)) : (TimeSpan?)null;
        var done = (int)(share * Bar);
        Write(string.Create(CultureInfo.InvariantCulture,
            $"{value.FileName}  {new string('█', done)}{new string('░', Bar - done)} {share * 100,3:0} %  {value.Rows / Math.Max(seconds, 0.001):N0} rows/s{(left is { } t ? $"  {(int)t.TotalMinutes}:{t.Seconds:00} left" : "")}"));
    }

    public void Report(NumberProgress value) => Report(new ImportProgress(value.FileName, value.Rows, value.BytesRead, value.BytesTotal));

    /// <summary>Leaves the line empty for what is printed next.</summary>
    public void Clear()
    {
        if (_width > 0)
            Write("");
        if (_width >= 0 && terminal.Interactive)
            terminal.Error.Write('\r');
        _width = 0;
    }

    public void Dispose() => Clear();

    private void Write(string line)
    {
        terminal.Error.Write('\r' + line.PadRight(_width));
        _width = line.Length;
    }
}
