using System.IO.Compression;
using System.Xml;

namespace Meridian.Ingest.Reading;

/// <summary>A sheet in the order of its tab.</summary>
internal sealed record Sheet(string Name, string Part, bool Hidden);

/// <summary>
/// The parts of an .xlsx that cells refer to: sheets, shared strings, which styles are dates. A reader of our own: MiniExcel 1.46 was measured at 2.5 KiB
/// of garbage a cell and seven times a bare XML pass, caches shared strings in temporary files, and bounds nothing that a file claims.
/// Layout: ECMA-376 part 1, sections 18.2 to 18.8; names are matched without namespace, because strict files have another.
/// </summary>
internal sealed class Workbook : IDisposable
{
    // Shared strings cannot be streamed: cells refer to them by number. Excel's own files rarely hold a tenth of this.
    private const long SharedCharacters = 1 << 27;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    private readonly StoredFile _file;
    private readonly Stream _stream;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _shared = [];
    private readonly List<bool> _dates = [];

    public Workbook(StoredFile file)
    {
        _file = file;
        _stream = file.OpenSeekable("XLSX");
        try
        {
            ZipDirectory.CheckCount(file.Path, _stream, file.Limits.MaxEntries);
            _stream.Position = 0;
            _archive = StoredFile.OpenZip(file.Path, _stream);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
        foreach (var entry in _archive.Entries)
            _parts[entry.FullName.Replace('\\', '/').TrimStart('/')] = entry;
        try
        {
            Load();
        }
        catch (XmlException e)
        {
            Dispose();
            throw ReadingErrors.Workbook(file.Path, "is damaged", e);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<Sheet> Sheets { get; private set; } = [];

    public bool From1904 { get; private set; }

    /// <summary>Position among the stored bytes; all of them where the workbook was expanded into memory first.</summary>
    public long StoredPosition => _stream is FileStream ? _stream.Position : _file.Bytes;

    public string Shared(int index) => index >= 0 && index < _shared.Count ? _shared[index] : throw ReadingErrors.Workbook(_file.Path, "refers to a text that it does not hold");

    public bool IsDate(int style) => style >= 0 && style < _dates.Count && _dates[style];

    /// <summary>One part's XML, guarded against expansion and endless tags.</summary>
    public XmlReader Open(string part)
    {
        if (!_parts.TryGetValue(part, out var entry))
            throw ReadingErrors.Workbook(_file.Path, $"lacks its part {part}");
        if (entry.IsEncrypted)
            throw ReadingErrors.Encrypted(_file.Path);
        ContentStream.Guard(_file.Path, entry.Length, entry.CompressedLength, _file.Limits);
        try
        {
            var content = new ContentStream(
                _file.Path, "workbook", entry.Open(), _stream, entry.CompressedLength, _file.Limits, new ExpectedContent(entry.Length, entry.Crc32));
            return XmlReader.Create(new MarkupStream(_file.Path, content), Settings);
        }
        catch (InvalidDataException e)
        {
            throw ReadingErrors.Workbook(_file.Path, "is damaged", e);
        }
    }

    /// <summary>The text of a string item or inline string, whose element the reader stands on: its runs joined, phonetic hints left out.</summary>
    public string Text(XmlReader reader)
    {
        if (reader.IsEmptyElement)
            return "";
        var depth = reader.Depth;
        var text = "";
        var (inText, inHint) = (false, false);
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (reader.NodeType is XmlNodeType.Element or XmlNodeType.EndElement)
            {
                var begins = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
                if (reader.LocalName == "rPh")
                    inHint = begins;
                inText = begins && reader.LocalName == "t" && !inHint;
            }
            else if (inText)
            {
                text += reader.Value;
                if (text.Length > ReadingLimits.Record)
                    throw ReadingErrors.Workbook(_file.Path, "holds a cell longer than 1 MiB");
            }
        }
        return CellText.Unescape(text);
    }

    public void Dispose()
    {
        _archive.Dispose();
        _stream.Dispose();
    }

    private void Load()
    {
        var workbook = Relations("").FirstOrDefault(r => r.Type == "officeDocument")?.Target ?? "xl/workbook.xml";
        var relations = Relations(workbook);
        var targets = relations.ToDictionary(r => r.Id, r => r, StringComparer.Ordinal);
        var sheets = new List<Sheet>();
        using (var reader = Open(workbook))
        {
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element)
                    continue;
                if (reader.LocalName == "workbookPr")
                    From1904 = reader.GetAttribute("date1904") is "1" or "true";
                else if (reader.LocalName == "sheet" && targets.TryGetValue(RelationId(reader), out var target) && target.Type == "worksheet")
                    sheets.Add(new Sheet(reader.GetAttribute("name") ?? "", target.Target, reader.GetAttribute("state") is "hidden" or "veryHidden"));
            }
        }
        Sheets = sheets;
        if (relations.Find(r => r.Type == "styles") is { } styles && _parts.ContainsKey(styles.Target))
            LoadStyles(styles.Target);
        if (relations.Find(r => r.Type == "sharedStrings") is { } shared && _parts.ContainsKey(shared.Target))
            LoadShared(shared.Target);
    }

    private static string RelationId(XmlReader reader)
    {
        var id = "";
        while (reader.MoveToNextAttribute())
        {
            if (reader.LocalName == "id" && reader.Prefix.Length > 0)
                id = reader.Value;
        }
        reader.MoveToElement();
        return id;
    }

    private void LoadStyles(string part)
    {
        var codes = new Dictionary<int, string>();
        var inCells = false;
        using var reader = Open(part);
        while (reader.Read())
        {
            if (reader.LocalName == "cellXfs")
                inCells = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
            if (reader.NodeType != XmlNodeType.Element || !int.TryParse(reader.GetAttribute("numFmtId") ?? "0", out var id))
                continue;
            if (reader.LocalName == "numFmt")
                codes[id] = reader.GetAttribute("formatCode") ?? "";
            else if (reader.LocalName == "xf" && inCells)
                _dates.Add(CellText.IsDateFormat(id, codes.GetValueOrDefault(id)));
        }
    }

    private void LoadShared(string part)
    {
        long characters = 0;
        using var reader = Open(part);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "si")
                continue;
            var text = Text(reader);
            // An empty item costs an object's reference too.
            characters += text.Length + 16;
            if (characters > SharedCharacters)
                throw ReadingErrors.Workbook(_file.Path, "holds more text than fits in memory");
            _shared.Add(text);
        }
    }

    private sealed record Relation(string Id, string Type, string Target);

    private List<Relation> Relations(string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        var folder = part[..slash];
        var relations = new List<Relation>();
        var rels = $"{folder}_rels/{part[slash..]}.rels";
        if (!_parts.ContainsKey(rels))
            return relations;
        using var reader = Open(rels);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "Relationship")
                continue;
            var type = reader.GetAttribute("Type") ?? "";
            var target = reader.GetAttribute("Target") ?? "";
            relations.Add(new Relation(reader.GetAttribute("Id") ?? "", type[(type.LastIndexOf('/') + 1)..], Resolve(folder, target)));
        }
        return relations;
    }

    private static string Resolve(string folder, string target) =>
        target.StartsWith('/') ? target[1..] : new Uri(new Uri("zip:///" + folder), target).AbsolutePath.TrimStart('/');
}
