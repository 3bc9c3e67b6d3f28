using System.Text;

namespace Meridian.Samples.Demo;

/// <summary>Writes a delimited file in any encoding; a cell is quoted when it has to be.</summary>
internal sealed class DelimitedText(string path, Encoding encoding, char delimiter, string lineEnd = "\r\n") : IDisposable
{
    private readonly StreamWriter _writer = new(path, append: false, encoding);

    public void Row(params ReadOnlySpan<string?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                _writer.Write(delimiter);
            var cell = cells[i] ?? "";
            var quoted = cell.Contains(delimiter, StringComparison.Ordinal) || cell.AsSpan().ContainsAny('"', '\r', '\n');
            _writer.Write(quoted ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell);
        }

        _writer.Write(lineEnd);
    }

    /// <summary>A line exactly as given: how broken rows get in.</summary>
    public void Line(string text) => _writer.Write(text + lineEnd);

    public void Dispose() => _writer.Dispose();
}
