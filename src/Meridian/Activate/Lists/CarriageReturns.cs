using System.IO.Compression;

namespace Meridian.Activate.Lists;

/// <summary>
/// Writes carriage returns in the sheets of a workbook as _x000D_ (ECMA-376 part 1, 22.9.2.19). MiniExcel writes them as they are, and every XML reader
/// turns them into line feeds (XML 1.0, 2.11). Text that only looks like _x000D_ MiniExcel has escaped already, though of two that
/// share an underscore ("_x005F_x000D_") only the first.
/// </summary>
internal static class CarriageReturns
{
    private const byte Return = (byte)'\r';

    /// <summary>Copies a workbook from one stream to another. Markup is written without carriage returns, so each that is in a sheet is in a cell.</summary>
    public static void Escape(Stream workbook, Stream to)
    {
        using var from = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
        using var copy = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var part in from.Entries)
        {
            using var read = part.Open();
            using var write = copy.CreateEntry(part.FullName, CompressionLevel.Fastest).Open();
            if (part.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal))
                EscapePart(read, write);
            else
                read.CopyTo(write);
        }
    }

    private static void EscapePart(Stream from, Stream to)
    {
        // In UTF-8 no other character contains this byte.
        var buffer = new byte[81_920];
        for (int length; (length = from.Read(buffer)) > 0;)
        {
            var rest = buffer.AsSpan(0, length);
            for (int at; (at = rest.IndexOf(Return)) >= 0; rest = rest[(at + 1)..])
            {
                to.Write(rest[..at]);
                to.Write("_x000D_"u8);
            }

            to.Write(rest);
        }
    }
}
