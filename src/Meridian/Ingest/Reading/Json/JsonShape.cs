using System.Text;
using System.Text.Json;

namespace Meridian.Ingest.Reading;

/// <summary>Where a JSON file keeps its customers: one a line, in the top array, or in the first array of objects inside an object.</summary>
/// <param name="Format">"jsonl" or "json".</param>
/// <param name="Offset">Bytes before the first element (behind the array's bracket).</param>
/// <param name="InArray">A bracket closes the elements.</param>
/// <param name="Path">Property names that lead to the array, dots between them; null at the top.</param>
internal sealed record JsonShape(string Format, int Offset, bool InArray, string? Path)
{
    /// <param name="path">File, for messages.</param>
    /// <param name="window">At the start of the file.</param>
    /// <exception cref="UnreadableFileException">No array of objects within the first MiB.</exception>
    public static JsonShape Find(string path, JsonWindow window)
    {
        if (!window.SkipBlank())
            throw ReadingErrors.Empty(path);
        if (window.Rest[0] == '[')
            return new JsonShape("json", 1, true, null);
        while (true)
        {
            var length = JsonBraces.Length(window.Rest);
            if (length == JsonBraces.Unfinished && !window.Final && window.Rest.Length <= ReadingLimits.Record && !IsWholeObject(SecondLine(window.Rest)))
            {
                window.Grow();
                continue;
            }
            if (length < 0)
                return IsWholeObject(SecondLine(window.Rest)) ? new JsonShape("jsonl", 0, false, null) : Inside(path, window);
            var next = window.Rest[length..].IndexOfAnyExcept(" \t\r\n,"u8);
            if (next < 0 && !window.Final)
            {
                window.Grow();
                continue;
            }
            if (next < 0)
                return FindArray(window.Rest, final: true) ?? new JsonShape("jsonl", 0, false, null);
            var oneLine = !window.Rest[..length].Contains((byte)'\n') && window.Rest.Slice(length, next).Contains((byte)'\n');
            return oneLine ? new JsonShape("jsonl", 0, false, null) : new JsonShape("json", 0, false, null);
        }
    }

    /// <summary>Elements of this shape, from the first.</summary>
    public JsonElements Elements(StoredFile file, Charset charset)
    {
        var window = new JsonWindow(file, charset);
        try
        {
            window.SkipBlank();
            while (window.Rest.Length < Offset && !window.Final)
                window.Grow();
            window.Skip(Math.Min(Offset, window.Rest.Length));
            return Format == "jsonl" ? new JsonLines(file.Path, window) : new JsonSequence(file.Path, window, InArray);
        }
        catch
        {
            window.Dispose();
            throw;
        }
    }

    /// <summary>The paths of further arrays of objects in <paramref name="behind"/>, the text from the bracket that closes this one; none in a file without a path.</summary>
    public IReadOnlyList<string> OtherArrays(ReadOnlySpan<byte> behind)
    {
        if (Path is null || behind.IsEmpty || behind[0] != ']')
            return [];
        // The array stands in as many objects as its path has names; opened again, what follows is JSON from its start.
        var names = Path.Split('.');
        var depth = names.Length;
        byte[] text = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"\":", depth)) + "["), .. behind];
        var reader = new Utf8JsonReader(text, isFinalBlock: false, state: default);
        var path = names.ToList();
        var others = new List<string>();
        try
        {
            reader.Read();
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.GetString() is { Length: > 0 } name)
                {
                    path.RemoveRange(reader.CurrentDepth - 1, path.Count - reader.CurrentDepth + 1);
                    path.Add(name);
                }
                else if (reader.TokenType == JsonTokenType.StartArray && reader.TokenStartIndex > 4 * depth)
                {
                    if (text.AsSpan((int)reader.BytesConsumed).TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
                        others.Add(string.Join('.', path));
                    if (!reader.TrySkip())
                        break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What follows the array is not read, so its faults are nobody's.
        }
        return others;
    }

    private static JsonShape Inside(string path, JsonWindow window)
    {
        while (true)
        {
            if (FindArray(window.Rest, window.Final) is { } shape)
                return shape;
            if (window.Final || window.Rest.Length > ReadingLimits.Record)
                throw ReadingErrors.NoObjects(path);
            window.Grow();
        }
    }

    private static JsonShape? FindArray(ReadOnlySpan<byte> text, bool final)
    {
        var reader = new Utf8JsonReader(text, final, state: default);
        var names = new List<string>();
        var scalars = false;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        names.RemoveRange(reader.CurrentDepth - 1, names.Count - reader.CurrentDepth + 1);
                        names.Add(reader.GetString()!);
                        break;
                    case JsonTokenType.StartArray:
                        var start = (int)reader.BytesConsumed;
                        // In "tags": ["a"] no customers stand; in {"customers": []} they would, in {"name": "Anna", "tags": []} not.
                        var next = text[start..].IndexOfAnyExcept(" \t\r\n"u8);
                        if (next >= 0 && (text[start + next] == '{' || (text[start + next] == ']' && text[(start + next + 1)..].IndexOfAnyExcept("]} \t\r\n"u8) < 0 && !scalars)))
                            return new JsonShape("json", start, true, string.Join('.', names.Take(reader.CurrentDepth)));
                        if (!reader.TrySkip())
                            return null;
                        scalars = true;
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.EndObject:
                        break;
                    default:
                        scalars = true;
                        break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Broken before any array: the caller says that there is none.
        }
        return null;
    }

    private static ReadOnlySpan<byte> SecondLine(ReadOnlySpan<byte> text)
    {
        var first = text.IndexOf((byte)'\n');
        if (first < 0)
            return default;
        text = text[(first + 1)..].TrimStart("\r\n"u8);
        var end = text.IndexOf((byte)'\n');
        return (end < 0 ? text : text[..end]).TrimEnd("\r \t"u8);
    }

    private static bool IsWholeObject(ReadOnlySpan<byte> line) => line.Length > 1 && line[0] == '{' && JsonBraces.Length(line) == line.Length;
}
