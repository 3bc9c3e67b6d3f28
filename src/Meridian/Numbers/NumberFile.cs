using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Meridian.Foundation.Geography;
using Meridian.Ingest;
using Meridian.Ingest.Reading;
using Meridian.Normalise;

namespace Meridian.Numbers;

/// <summary>A file of numbers, opened: which column holds them, and whether its first line is a header or a number already.</summary>
public sealed class NumberFile : IDisposable
{
    private const string OnlyColumn = "number";

    /// <summary>Digits from which on a first line is taken for a number; "Phone 2" is a header.</summary>
    private const int DigitsOfANumber = 7;

    private readonly string?[]? _firstRow;

    /// <summary>The reader stands where the lines stopped.</summary>
    private bool _goesOn;

    private NumberFile(string path, IRowReader reader, int phone, ImportPlan plan, string?[]? firstRow)
    {
        Path = path;
        Name = System.IO.Path.GetFileName(path);
        Reader = reader;
        Lines = (reader as CsvRowReader)?.OpenLines();
        Phone = phone;
        Country = plan.Country;
        // Of a list without a header its first line speaks too, where the others say nothing.
        ColumnCountry = plan.PhoneColumns.FirstOrDefault(c => c.Index == phone)?.PhoneCountry ?? (firstRow?[phone] is { } first ? PhoneCountries.MostOf("", [first], plan.Country) : null);
        DialColumn = plan.Columns.FirstOrDefault(DialCode.IsIn)?.Index ?? -1;
        CountryColumn = plan.Columns.FirstOrDefault(c => c.Kind == FieldKind.Country)?.Index ?? -1;
        OtherPhones = [.. plan.PhoneColumns.Where(c => c.Index != phone && c.Kind == FieldKind.Phone).Select(c => c.Header)];
        _firstRow = firstRow;
        Columns = firstRow is null ? reader.Header
            : MadeUp(reader.Header.Count, phone);
    }

    public string Path { get; }

    /// <summary>As a person knows the file: its path's last part, where it stands under its own name.</summary>
    public string Name { get; private init; }

    public IRowReader Reader { get; }

    /// <summary>The rows as lines, where that is all they are; what they leave is the reader's.</summary>
    internal PlainLines? Lines { get; }

    /// <summary>Position in the file as stored, bytes.</summary>
    public long BytesRead => Lines is { Stopped: false } ? Lines.StoredPosition : Reader.BytesRead;

    /// <summary>The columns' names: the file's, or made up where it has no header.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Position of the column of numbers.</summary>
    public int Phone { get; }

    /// <summary>Position of the column that names each row's country; -1 where there is none.</summary>
    public int CountryColumn { get; }

    /// <summary>Position of the column with the calling code of each row's number; -1 where there is none.</summary>
    internal int DialColumn { get; }

    /// <summary>The country that most numbers of the column name by themselves.</summary>
    public string? ColumnCountry { get; }

    /// <summary>The country that the caller named for national numbers.</summary>
    public string? Country { get; }

    /// <summary>What is read inside the file, and what it holds beside and is not read, as <see cref="FileFacts"/> has it.</summary>
    public string? Part => Reader.Facts.Part;

    /// <inheritdoc cref="Part"/>
    public IReadOnlyList<string> OtherParts => Reader.Facts.OtherParts;

    /// <summary>Rows still to come as far as that can be told: 0 where the file is no list of lines, or compressed (too few).</summary>
    internal long ExpectedRows => Lines is { Stopped: false } ? Lines.Expected(Reader.Facts.Bytes) : 0;

    /// <summary>Further columns of phones, which are not looked at.</summary>
    public IReadOnlyList<string> OtherPhones { get; }

    public bool HasHeader => _firstRow is null;

    /// <summary>Whether it is a list of made-up numbers, or has them among its rows.</summary>
    public bool IsGenerated => Columns.Contains(GeneratedMark.Text, StringComparer.OrdinalIgnoreCase);

    /// <summary>How files are called where several are read: by name, or by path where two have the same name.</summary>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<NumberFile> files)
    {
        var names = files.Select(f => f.Name).ToList();
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count ? names : [.. files.Select(f => f.Path)];
    }

    /// <summary>Slices to be filled again.</summary>
    internal ConcurrentBag<NumberSlice> Spare { get; } = [];

    /// <param name="country">ISO 3166-1 alpha-2: where national numbers are from when neither row nor column says so.</param>
    /// <param name="column">Header or number (from 1) of the column of numbers; null finds it as the import does.</param>
    /// <param name="called">As a person knows the file, where its path says it otherwise.</param>
    /// <exception cref="UnreadableFileException">The file is not what it says, or holds no column of numbers.</exception>
    public static NumberFile Open(string path, string? country, string? column, string? called = null)
    {
        var name = System.IO.Path.GetFileName(path);
        var (reader, plan) = FilePlanner.Open(path, new ImportOrder("numbers", name, name, "", country, null), DateTime.UnixEpoch);
        try
        {
            var firstRow = FirstRow(reader, plan);
            var phone = column is null ? Find(plan, firstRow) : Named(firstRow is null ? reader.Header : MadeUp(reader.Header.Count, 0), column, path);
            if (phone < 0)
                throw new UnreadableFileException($"{path}: no column holds phone numbers. Its columns are {string.Join(", ", reader.Header.Take(20))}. Name one with --column.");
            if (plan.PhoneColumns.All(c => c.Index != phone))
            {
                // Told that the column holds phones, the planner also finds out whose they are.
                var mapping = JsonSerializer.Serialize(new { columns = new Dictionary<string, string>(StringComparer.Ordinal) { [reader.Header[phone]] = "phone" } });
                reader.Dispose();
                (reader, plan) = FilePlanner.Open(path, new ImportOrder("numbers", name, name, "", country, mapping), DateTime.UnixEpoch);
                firstRow = FirstRow(reader, plan);
            }

            return new NumberFile(path, reader, phone, plan, firstRow) { Name = called ?? name };
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Puts the first line into a batch where it is a row and no header.</summary>
    public bool TryTakeFirstRow(RowBatch batch)
    {
        if (_firstRow is null)
            return false;
        foreach (var cell in _firstRow)
            batch.Add(cell);
        batch.EndRow(Reader.HeaderRow, Reader.HeaderRow);
        return true;
    }

    /// <summary>Reads rows that are not plain lines.</summary>
    internal bool ReadOthers(RowBatch batch, int rows)
    {
        if (Lines is { Stopped: true } && !_goesOn)
        {
            ((CsvRowReader)Reader).GoOn(Lines);
            _goesOn = true;
        }

        return (Lines is null || _goesOn) && Reader.Read(batch, rows);
    }

    public void Dispose()
    {
        Lines?.Dispose();
        Reader.Dispose();
    }

    /// <summary>Names of columns where the file has none.</summary>
    private static string[] MadeUp(int count, int phone) =>
        count == 1 ? [OnlyColumn] : [.. Enumerable.Range(1, count).Select(i => i == phone + 1 ? OnlyColumn : string.Create(CultureInfo.InvariantCulture, $"column {i}"))];

    private static int Find(ImportPlan plan, string?[]? firstRow)
    {
        var phones = plan.PhoneColumns.Where(c => c.Kind == FieldKind.Phone).ToList();
        var sure = plan.Guesses.Columns.ToDictionary(c => c.Index, c => c.Confidence);
        if (phones.Count > 0)
            return phones.OrderByDescending(c => sure.GetValueOrDefault(c.Index)).ThenBy(c => c.Index).First().Index;
        // On WhatsApp and its like people are reached by their number: such a handle is one.
        if (plan.PhoneColumns.FirstOrDefault(c => c.Platform is { FindsByPhone: true }) is { } handle)
            return handle.Index;
        if (firstRow is not null)
            return Math.Max(0, Array.FindIndex(firstRow, c => IsNumber(c, null, null, plan.Country)));
        return plan.Guesses.Columns.Count == 1 ? 0 : -1;
    }

    private static int Named(IReadOnlyList<string> header, string column, string path)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i].Equals(column.Trim(), StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= header.Count
            ? number - 1
            : throw new UnreadableFileException($"{path}: there is no column '{column}'. Its columns are {string.Join(", ", header.Take(20))}.");
    }

    /// <summary>
    /// The first line's cells, where one of them is a number, or where a list of one column begins with digits and no letter; else null. It is judged as the rows below it are: by the country that stands in
    /// it, and by that of the column's numbers.
    /// </summary>
    private static string?[]? FirstRow(IRowReader reader, ImportPlan plan)
    {
        if (reader.Facts.Format is not ("csv" or "xlsx"))
            return null;
        var header = reader.Header;
        var row = plan.Columns.FirstOrDefault(c => c.Kind == FieldKind.Country) is { } column && Countries.TryFind(header[column.Index], out var stated) ? stated : null;
        bool IsNumberAt(int i) => IsNumber(header[i], row, plan.PhoneColumns.FirstOrDefault(c => c.Index == i)?.PhoneCountry, plan.Country);
        if (!Enumerable.Range(0, header.Count).Any(IsNumberAt) && !(header.Count == 1 && header[0].Any(char.IsDigit) && (!header[0].Any(char.IsLetter) || IsRounded(header[0]))))
            return null;
        var cells = new string?[header.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            // The reader names blank columns and tells equal ones apart; as cells they are what they were.
            var made = header[i].LastIndexOf(" (", StringComparison.Ordinal);
            cells[i] = header[i] == string.Create(CultureInfo.InvariantCulture, $"column {i + 1}") ? null
                : header[i].EndsWith(')') && made > 0 && header.Take(i).Contains(header[i][..made], StringComparer.Ordinal) ? header[i][..made]
                : header[i];
        }

        return cells;
    }

    /// <summary>8.61381E+12.</summary>
    private static bool IsRounded(string cell) => cell.Contains('E', StringComparison.OrdinalIgnoreCase) && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsNumber(string? cell, string? row, string? column, string? country) =>
        // A vanity number says with its plus that it is one.
        (cell is ['+', ..] && PhoneText.TryRead(cell, row, column, country, out var phone, out _) && phone.IsValid)
        || (cell is not null && cell.Count(char.IsDigit) >= Math.Max(DigitsOfANumber, cell.Count(char.IsLetter)) && PhoneText.TryRead(cell, row, column, country, out _, out _));
}
