using System.Text;
using System.Text.Json;
using Meridian.Ingest.Reading;

namespace Meridian.Ingest.Messages;

/// <summary>A file of messages, one JSON object a line, also packed with gzip: cut into payloads as a client would send them.</summary>
public static class MessageFile
{
    /// <summary>Longer lines are no messages, and are not held in memory.</summary>
    private const int LongestLine = 1 << 20;

    /// <summary>The file's messages. A line that is no JSON becomes a text, which is rejected with its reason when it is applied; blank lines are passed over.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is called or begins like a gzip file and is none, or ends too early.</exception>
    public static IEnumerable<FilePart> Read(string path)
    {
        using var file = File.OpenRead(path);
        var packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using var stream = packed ? (Stream)new WholeGzipStream(file) : file;
        using var parts = new FileParts();
        foreach (var (message, line) in Lines(stream))
        {
            if (parts.Full(message.Length) is { } full)
                yield return full;
            parts.Add(message, line);
        }

        if (parts.Take() is { } last)
            yield return last;
    }

    private static IEnumerable<(byte[] Message, long Line)> Lines(Stream stream)
    {
        var buffer = new byte[64 << 10];
        var line = new MemoryStream();
        var tooLong = false;
        var number = 1L;
        int read;
        while ((read = Read(stream, buffer)) > 0)
        {
            var from = 0;
            while (from < read)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', from, read - from);
                var to = end < 0 ? read : end;
                if (line.Length + to - from <= LongestLine)
                    line.Write(buffer, from, to - from);
                else
                    tooLong = true;
                from = to + 1;
                if (end < 0)
                    continue;
                if (Message(line, tooLong) is { } message)
                    yield return (message, number);
                number++;
                line.SetLength(0);
                tooLong = false;
            }
        }

        if (Message(line, tooLong) is { } last)
            yield return (last, number);
    }

    private static int Read(Stream stream, byte[] buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The gzip file is cut off: its end is missing.", e);
        }
    }

    /// <summary>A line as an element of a batch, or null for a blank one.</summary>
    private static byte[]? Message(MemoryStream line, bool tooLong)
    {
        var text = line.GetBuffer().AsSpan(0, (int)line.Length);
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        text = text.Trim(" \t\r"u8);
        if (text.IsEmpty && !tooLong)
            return null;
        if (!tooLong && IsJson(text))
            return text.ToArray();
        var start = Encoding.UTF8.GetString(text.Length > 300 ? text[..300] : text);
        return JsonSerializer.SerializeToUtf8Bytes(start);
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 100_000 });
        try
        {
            if (!reader.Read())
                return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
