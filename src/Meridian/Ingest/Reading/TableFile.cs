using System.Text;
using System.Text.Json;

namespace Meridian.Ingest.Reading;

/// <summary>Opens any supported file: finds out compression, format, encoding and delimiter from its bytes; its name decides nothing.</summary>
public static class TableFile
{
    /// <summary>Opens the table that a file holds and reads its header; rows follow by <see cref="IRowReader.Read"/>.</summary>
    /// <param name="path">A CSV, XLSX, JSON, JSON lines, Parquet or vCard file, plain or as .gz or .zip.</param>
    /// <param name="options">What is known better than the bytes tell.</param>
    /// <exception cref="UnreadableFileException">The file is missing, empty, or not what it says.</exception>
    public static IRowReader Open(string path, ReadOptions? options = null)
    {
        options ??= ReadOptions.None;
        var file = StoredFile.Identify(path, options.Limits);
        return file.Kind switch
        {
            ContentKind.Text => OpenText(file, options),
            ContentKind.Zip => new XlsxRowReader(file),
            ContentKind.Parquet => new ParquetRowReader(file),
            _ => throw FileSignature.Refusal(path, file.Start),
        };
    }

    private static IRowReader OpenText(StoredFile file, ReadOptions options)
    {
        var charset = TextEncoding.Of(file, options.Encoding);
        var start = Start(file, charset);
        FileSignature.RefuseMarkup(file.Path, start);
        if (start.TrimStart().StartsWith("BEGIN:VCARD", StringComparison.OrdinalIgnoreCase))
            return new VCardRowReader(file, charset);
        if (LooksLikeJson(start))
            return new JsonRowReader(file, charset);
        if (IsNamedJson(file.Path) && (start.TrimStart() is ['[' or '{', ..] || !start.TrimEnd().ContainsAny(",;\t|\n")))
            throw new UnreadableFileException($"{file.Path}: not the JSON that its name says: an array of objects, or an object a line. Export it again, or name it after what it is.");
        return new CsvRowReader(file, charset, options);
    }

    private static bool IsNamedJson(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? path[..path.LastIndexOf('.')] : path;
        return Path.GetExtension(name).ToLowerInvariant() is ".json" or ".jsonl" or ".ndjson";
    }

    private static ReadOnlySpan<char> Start(StoredFile file, Charset charset)
    {
        using var source = new CharSource(file.Open(), charset);
        var start = new char[1024];
        return start.AsSpan(0, source.Read(start));
    }

    // A header may begin with a bracket too ("[id],name"): what follows must be JSON.
    private static bool LooksLikeJson(ReadOnlySpan<char> start)
    {
        start = start.TrimStart();
        if (start.IsEmpty || start[0] is not ('{' or '['))
            return false;
        var next = start[1..].TrimStart();
        if (next.IsEmpty || next[0] == (start[0] == '{' ? '"' : '{'))
            return true;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(start.ToString()), isFinalBlock: false, state: default);
            while (reader.Read())
            {
                // Reading is the check.
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
