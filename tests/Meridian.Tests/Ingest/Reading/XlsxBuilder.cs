using System.Text;

namespace Meridian.Tests.Ingest.Reading;

/// <summary>Workbooks written by hand, part by part, to hold exactly what a test is about.</summary>
internal sealed class XlsxBuilder
{
    private readonly List<(string Name, string Xml, bool Hidden)> _sheets = [];
    private readonly List<(string Name, byte[] Content)> _extra = [];

    public string Shared { get; set; } = "";
    public string Styles { get; set; } = "";
    public bool From1904 { get; set; }

    public static byte[] Of(string rows) => new XlsxBuilder().Sheet("Sheet1", rows).Build();

    public XlsxBuilder Sheet(string name, string rows, bool hidden = false)
    {
        _sheets.Add((name, $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>", hidden));
        return this;
    }

    public XlsxBuilder Raw(string name, string sheetXml)
    {
        _sheets.Add((name, sheetXml, false));
        return this;
    }

    public XlsxBuilder With(string part, string content)
    {
        _extra.Add((part, Encoding.UTF8.GetBytes(content)));
        return this;
    }

    /// <summary>A row of inline strings.</summary>
    public static string Row(int number, params string[] cells) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select((c, i) => $"<c r=\"{(char)('A' + i)}{number}\" t=\"inlineStr\"><is><t>{c}</t></is></c>"))}</row>";

    public byte[] Build()
    {
        const string Types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var relations = new StringBuilder();
        var sheets = new StringBuilder();
        var parts = new List<(string, string)>();
        for (var i = 0; i < _sheets.Count; i++)
        {
            var (name, xml, hidden) = _sheets[i];
            relations.Append($"<Relationship Id=\"r{i}\" Type=\"{Types}/worksheet\" Target=\"worksheets/s{i}.xml\"/>");
            sheets.Append($"<sheet name=\"{name}\" sheetId=\"{i + 1}\" {(hidden ? "state=\"hidden\" " : "")}r:id=\"r{i}\"/>");
            parts.Add(($"xl/worksheets/s{i}.xml", xml));
        }
        relations.Append($"<Relationship Id=\"st\" Type=\"{Types}/styles\" Target=\"/xl/styles.xml\"/><Relationship Id=\"ss\" Type=\"{Types}/sharedStrings\" Target=\"sharedStrings.xml\"/>");
        parts.Add(("[Content_Types].xml", "<Types/>"));
        parts.Add(("_rels/.rels", $"<Relationships><Relationship Id=\"w\" Type=\"{Types}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"));
        parts.Add(("xl/workbook.xml", $"<workbook xmlns:r=\"{Types}\"><workbookPr date1904=\"{(From1904 ? 1 : 0)}\"/><sheets>{sheets}</sheets></workbook>"));
        parts.Add(("xl/_rels/workbook.xml.rels", $"<Relationships>{relations}</Relationships>"));
        parts.Add(("xl/styles.xml", $"<styleSheet>{Styles}</styleSheet>"));
        parts.Add(("xl/sharedStrings.xml", $"<sst>{Shared}</sst>"));
        return InTempFolder.Zip([.. parts.Select(p => (p.Item1, Encoding.UTF8.GetBytes(p.Item2))), .. _extra]);
    }
}
