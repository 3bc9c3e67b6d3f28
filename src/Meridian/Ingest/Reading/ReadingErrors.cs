namespace Meridian.Ingest.Reading;

/// <summary>Why a whole file is refused, in the words a person reads: the file, what is wrong, what to do.</summary>
internal static class ReadingErrors
{
    public static UnreadableFileException Missing(string path) => new($"{path}: there is no such file. Check the path.");

    public static UnreadableFileException IsDirectory(string path) => new($"{path}: this is a folder. Name the files inside it.");

    public static UnreadableFileException NotPermitted(string path, Exception inner) => new($"{path}: this user may not read it. Change its permissions or copy it.", inner);

    public static UnreadableFileException NotRegular(string path) => new($"{path}: not a regular file (a pipe or device). Save its content to a file first.");

    public static UnreadableFileException Io(string path, Exception inner) => new($"{path}: reading failed: {inner.Message}", inner);

    public static UnreadableFileException Empty(string path) => new($"{path}: the file is empty (no bytes, or nothing but blank lines). Export it again.");

    public static UnreadableFileException Is(string path, string what, string cure) => new($"{path}: this is {what}, not a table of customers. {cure}");

    public static UnreadableFileException Truncated(string path, string what) => new($"{path}: the {what} is cut off or damaged. Copy or download it again.");

    public static UnreadableFileException Damaged(string path, string what, Exception? inner = null) => new($"{path}: the {what} is damaged. Copy or download it again.", inner);

    public static UnreadableFileException Bomb(string path, string limit) =>
        new($"{path}: expands to {limit}, as a decompression bomb does. If it is genuine, unpack it and import the parts.");

    public static UnreadableFileException TooManyEntries(string path, int limit) => new($"{path}: the archive holds more than {limit:N0} files. Pack the one to import alone.");

    public static UnreadableFileException UnsafeEntry(string path, string entry) =>
        new($"{path}: the archive holds an entry named \"{entry}\", which points outside of it. Do not trust this file; ask for a new one.");

    public static UnreadableFileException Link(string path, string entry) => new($"{path}: the archive's entry \"{entry}\" is a symbolic link. Pack the file itself.");

    public static UnreadableFileException Encrypted(string path) => new($"{path}: the archive is encrypted. Unpack it with its password and import the file inside.");

    public static UnreadableFileException NestedArchive(string path, string entry) =>
        new($"{path}: \"{entry}\" inside it is an archive again. Unpack the outer one and import the inner.");

    public static UnreadableFileException NoData(string path) => new($"{path}: the archive holds no data file. Pack a CSV, XLSX, JSON, Parquet or vCard file.");

    public static UnreadableFileException TooLargeInside(string path, string format) =>
        new($"{path}: the {format} file inside is larger than {ReadingLimits.InMemory >> 20} MiB. Unpack it first.");

    public static UnreadableFileException LongLine(string path, long line) =>
        new($"{path}: line {line} is longer than 1 MiB. This is not a table, or a quote is never closed.");

    public static UnreadableFileException Nul(string path, long line, long offset) =>
        new($"{path}: line {line} holds a NUL character (byte offset {offset}). This is not a text file, or it was damaged; export it again.");

    public static UnreadableFileException Nul(string path, long line) =>
        new($"{path}: line {line} holds a NUL character. This is not a text file, or it was damaged; export it again.");

    public static UnreadableFileException HeaderQuote(string path, long line) =>
        new($"{path}: the header on line {line} has a broken quote. Mend the first line.");

    public static UnreadableFileException HeaderUndecodable(string path, long line, string encoding) =>
        new($"{path}: the header on line {line} is not valid {encoding}. Name the encoding, or save the file as UTF-8.");

    public static UnreadableFileException TooManyColumns(string path, long columns) =>
        new($"{path}: {columns:N0} columns, more than the limit of {ReadingLimits.Columns:N0}. Rows and columns may be swapped.");

    public static UnreadableFileException Json(string path, string what, long line) => new($"{path}: {what} (line {line}). Check that the export finished.");

    public static UnreadableFileException NoObjects(string path) =>
        new($"{path}: JSON without an array of objects. Each customer must be an object, one a line or in one array.");

    public static UnreadableFileException Workbook(string path, string what, Exception? inner = null) => new($"{path}: the workbook {what}. Open it in a spreadsheet and save it again as .xlsx or CSV.", inner);

    public static UnreadableFileException Parquet(string path, string what, Exception? inner = null) => new($"{path}: the Parquet file {what}. Export it again.", inner);
}
