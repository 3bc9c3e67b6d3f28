using System.IO.Compression;

namespace Meridian.Ingest.Reading;

/// <summary>Tells an XLSX from other zips by what is inside (ECMA-376 part 2: every package has [Content_Types].xml; a workbook lives under xl/).</summary>
internal static class WorkbookSignature
{
    /// <exception cref="UnreadableFileException">An office document of another kind.</exception>
    public static bool Matches(string path, ZipArchive archive)
    {
        const string SaveAs = "Open it and save as .xlsx or CSV.";
        if (archive.GetEntry("[Content_Types].xml") is null)
        {
            return archive.GetEntry("META-INF/manifest.xml") is not null && archive.GetEntry("content.xml") is not null
                ? throw ReadingErrors.Is(path, "an OpenDocument file", SaveAs)
                : false;
        }
        if (archive.GetEntry("xl/workbook.bin") is not null)
            throw ReadingErrors.Is(path, "a binary workbook (.xlsb)", SaveAs);
        return archive.Entries.Any(e => e.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase))
            ? true
            : throw ReadingErrors.Is(path, "an office document without sheets (Word or PowerPoint)", SaveAs);
    }
}
