namespace Meridian.Ingest.Reading;

/// <summary>Opens any supported file: finds out compression, format, encoding and delimiter from its bytes, then from its name.</summary>
public static class TableFile
{
    /// <exception cref="UnreadableFileException">The file is missing, empty, or not what it says.</exception>
    public static IRowReader Open(string path) => throw new UnreadableFileException($"{path}: no reader yet.");
}
