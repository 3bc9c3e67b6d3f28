namespace Meridian.Ingest.Reading;

/// <summary>Opens any supported file: finds out compression, format, encoding and delimiter from its bytes; its name decides nothing.</summary>
public static class TableFile
{
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
            _ => throw FileSignature.Refusal(path, file.Start),
        };
    }

    private static IRowReader OpenText(StoredFile file, ReadOptions options)
    {
        var charset = TextEncoding.Of(file, options.Encoding);
        var source = new CharSource(file.Open(), charset);
        try
        {
            return new CsvRowReader(file, source, options);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }
}
