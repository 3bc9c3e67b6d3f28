namespace Meridian.Ingest.Reading;

/// <summary>What the first bytes of a file say it is, whatever its name says.</summary>
internal enum ContentKind
{
    Text,
    Gzip,
    Zip,
    Parquet,
    Foreign,
}

/// <summary>Magic bytes of formats that are read and of those that people send by mistake (registered in the file(1) magic database).</summary>
internal static class FileSignature
{
    /// <summary>Bytes that decide: a tar's mark stands at offset 257.</summary>
    public const int Length = 512;

    private sealed record Foreign(byte[] Magic, string What, string Cure, int Offset = 0);

    private const string ExportAgain = "Export the customers as CSV or XLSX.";

    private static readonly Foreign[] Known =
    [
        new("%PDF-"u8.ToArray(), "a PDF document", ExportAgain),
        new([0x89, .. "PNG"u8], "a PNG image", ExportAgain),
        new([0xFF, 0xD8, 0xFF], "a JPEG image", ExportAgain),
        new("GIF8"u8.ToArray(), "a GIF image", ExportAgain),
        new([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old .xls workbook or one locked with a password", "Open it in a spreadsheet and save as .xlsx without password."),
        new([0x7F, .. "ELF"u8], "a program (ELF)", ExportAgain),
        new([0xCF, 0xFA, 0xED, 0xFE], "a program (Mach-O)", ExportAgain),
        new("Rar!"u8.ToArray(), "a RAR archive", "Unpack it first."),
        new([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", "Unpack it first."),
        new("BZh"u8.ToArray(), "a bzip2 file", "Unpack it first."),
        new([0xFD, .. "7zXZ"u8], "an xz file", "Unpack it first."),
        new([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file", "Unpack it first."),
        new("SQLite format 3\0"u8.ToArray(), "an SQLite database", ExportAgain),
        new("{\\rtf"u8.ToArray(), "an RTF document", ExportAgain),
        new("ustar"u8.ToArray(), "a tar archive", "Unpack it first.", 257),
    ];

    public static ContentKind Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return ContentKind.Gzip;
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
            return ContentKind.Zip;
        if (head.StartsWith("PAR1"u8))
            return ContentKind.Parquet;
        return Find(head) is null ? ContentKind.Text : ContentKind.Foreign;
    }

    /// <summary>The refusal for a head that <see cref="Of"/> called foreign.</summary>
    public static UnreadableFileException Refusal(string path, ReadOnlySpan<byte> head)
    {
        var (what, cure) = Find(head) ?? ("an unknown format", ExportAgain);
        return ReadingErrors.Is(path, what, cure);
    }

    /// <summary>Text that is a document and not a table: the beginning, decoded.</summary>
    /// <exception cref="UnreadableFileException">HTML or XML.</exception>
    public static void RefuseMarkup(string path, ReadOnlySpan<char> start)
    {
        start = start.TrimStart();
        if (start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            throw ReadingErrors.Is(path, "a web page (HTML), perhaps a log-in page", "Download the export again while logged in.");
        if (start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!--", StringComparison.Ordinal))
            throw ReadingErrors.Is(path, "an XML document", "Open it in a spreadsheet and save as .xlsx or CSV.");
    }

    private static (string What, string Cure)? Find(ReadOnlySpan<byte> head)
    {
        foreach (var f in Known)
        {
            if (head.Length >= f.Offset && head[f.Offset..].StartsWith(f.Magic))
                return (f.What, f.Cure);
        }
        // "MZ" alone could begin a header; a program names its PE header's offset at 0x3C.
        return head.StartsWith("MZ"u8) && head.Length > 0x40 && head[..0x40].Contains((byte)0) ? ("a Windows program", ExportAgain) : null;
    }
}
