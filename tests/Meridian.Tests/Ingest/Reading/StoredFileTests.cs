using System.IO.Compression;
using System.Text;
using Meridian.Ingest.Reading;

namespace Meridian.Tests.Ingest.Reading;

public class StoredFileTests : InTempFolder
{
    private const string Csv = "name,phone\nAnna,1\nBo,2\n";
    private static readonly byte[] CsvBytes = Encoding.UTF8.GetBytes(Csv);

    private static readonly DecompressionLimits Tight = new(MaxBytes: 8 << 20, MaxRatio: 20, RatioFrom: 1 << 20, MaxEntries: 10);

    private string Message(string name, ReadOnlySpan<byte> bytes, ReadOptions? options = null)
    {
        var path = Write(name, bytes);
        var message = Refused(() => Table.Read(path, options)).Message;
        Assert.StartsWith(path + ": ", message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        return message;
    }

    public static TheoryData<string, string?, string?> Packings => new() { { "plain", null, null }, { "gz", "gz", null }, { "zip", "zip", "inner.dat" } };

    private static byte[] Pack(string packing, byte[] content) => packing switch { "gz" => Gzip(content), "zip" => Zip(("inner.dat", content)), _ => content };

    [Theory]
    [MemberData(nameof(Packings))]
    public void Every_text_format_is_read_in_every_packing_whatever_its_name(string packing, string? compression, string? part)
    {
        foreach (var text in new[] { Csv, "[{\"name\":\"Anna\",\"phone\":1},{\"name\":\"Bo\",\"phone\":2}]", "{\"name\":\"Anna\",\"phone\":1}\n{\"name\":\"Bo\",\"phone\":2}\n" })
        {
            var table = Table.Read(Write("table.pdf", Pack(packing, Encoding.UTF8.GetBytes(text))));
            Assert.Equal("Anna|1\nBo|2", table.Text);
            Assert.Equal((compression, part), (table.Facts.Compression, table.Facts.Part));
        }
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public void F19_a_workbook_is_read_in_every_packing_and_named_csv(string packing, string? compression, string? part)
    {
        var table = Table.Read(Write("table.csv", Pack(packing, XlsxBuilder.Of(XlsxBuilder.Row(1, "a") + XlsxBuilder.Row(2, "x")))));
        Assert.Equal("x", table.Text);
        Assert.Equal(("xlsx", compression, part is null ? "Sheet1" : $"{part}: Sheet1"), (table.Facts.Format, table.Facts.Compression, table.Facts.Part));
    }

    [Fact]
    public void A_gz_of_several_members_is_read_whole() => Assert.Equal("Anna|1\nBo|2", Table.Read(Write("t.gz", [.. Gzip(CsvBytes.AsSpan(0, 12)), .. Gzip(CsvBytes.AsSpan(12))])).Text);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void F17_a_cut_gz_is_refused(double share)
    {
        var gz = Gzip(Encoding.UTF8.GetBytes("id,name\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},{i * 7919 % 10007}\n"))));
        Assert.Contains("the gzip file is cut off or damaged", Message("t.csv.gz", gz.AsSpan(0, (int)(gz.Length * share))));
    }

    [Fact]
    public void F17_a_gz_cut_at_any_of_its_last_bytes_is_refused()
    {
        var gz = Gzip(CsvBytes);
        for (var length = 2; length < gz.Length; length++)
            Refused(() => Table.Read(Write("t.csv.gz", gz.AsSpan(0, length))));
    }

    [Fact]
    public void F17_a_flipped_byte_in_an_archive_is_noticed()
    {
        var gz = Gzip(CsvBytes);
        gz[^6] ^= 0xFF;
        Assert.Contains("damaged", Message("t.gz", gz));
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("t.csv", CompressionLevel.NoCompression).Open())
            entry.Write(CsvBytes);
        var zip = memory.ToArray();
        zip[zip.AsSpan().IndexOf("Anna"u8)] ^= 1;
        Assert.Contains("the zip archive is damaged", Message("t.zip", zip));
    }

    [Fact]
    public void F17_a_cut_zip_is_refused()
    {
        var zip = Zip(("t.csv", CsvBytes));
        Assert.Contains("the zip archive is cut off", Message("t.zip", zip.AsSpan(0, zip.Length - 30)));
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zip")]
    public void F19_a_bomb_by_ratio_is_refused(string packing) =>
        Assert.Contains("expands to more than 20 times its size", Message("t", Pack(packing, new string('\n', 2 << 20).Select(c => (byte)c).ToArray()), new ReadOptions { Limits = Tight }));

    [Theory]
    [InlineData("gz")]
    [InlineData("zip")]
    public void F19_a_bomb_by_size_is_refused(string packing)
    {
        var content = Encoding.UTF8.GetBytes("id,name\n" + string.Concat(Enumerable.Range(0, 700_000).Select(i => $"{i},{i * 7919L % 100003}\n")));
        Assert.True(content.Length > Tight.MaxBytes);
        Assert.Contains("expands to more than 8,388,608 bytes", Message("t", Pack(packing, content), new ReadOptions { Limits = Tight }));
    }

    [Fact]
    public void F19_a_zip_that_lies_about_its_size_is_held_to_it()
    {
        var zip = Zip(("t.csv", Encoding.UTF8.GetBytes("id\n" + new string('\n', 1 << 20))));
        var directory = zip.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(zip.AsSpan(directory + 24), 100);
        Assert.Contains("the zip archive is", Message("t.zip", zip));
    }

    [Fact]
    public void F19_an_archive_in_an_archive_is_refused()
    {
        Assert.Contains("is an archive again", Message("a.zip", Zip(("inner.zip", Zip(("t.csv", CsvBytes))))));
        Assert.Contains("is an archive again", Message("b.zip", Zip(("t.csv.gz", Gzip(CsvBytes)))));
        Assert.Contains("is an archive again", Message("c.csv.gz", Gzip(Zip(("t.csv", CsvBytes)))));
    }

    [Theory]
    [InlineData("../../x.csv")]
    [InlineData("/etc/x.csv")]
    [InlineData("..\\x.csv")]
    [InlineData("C:\\x.csv")]
    public void F19_an_entry_that_points_outside_is_refused_and_nothing_is_written(string name)
    {
        Assert.Contains("points outside of it", Message("t.zip", Zip(("good.csv", CsvBytes), (name, CsvBytes))));
        Assert.Equal(["t.zip"], Directory.GetFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public void F19_a_link_in_an_archive_is_refused()
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = archive.CreateEntry("t.csv");
            entry.ExternalAttributes = 0xA1FF << 16;
            using var stream = entry.Open();
            stream.Write("/etc/passwd"u8);
        }
        Assert.Contains("is a symbolic link", Message("t.zip", memory.ToArray()));
    }

    [Fact]
    public void F19_an_encrypted_zip_is_refused()
    {
        var zip = Zip(("t.csv", CsvBytes));
        zip[6] |= 1;
        zip[zip.AsSpan().LastIndexOf("PK\x01\x02"u8) + 8] |= 1;
        Assert.Contains("is encrypted", Message("t.zip", zip));
    }

    [Fact]
    public void F19_ten_thousand_entries_pass_and_one_more_is_refused()
    {
        static byte[] Entries(int count) => Zip([.. Enumerable.Range(0, count).Select(i => ($"{i}.csv", i == 0 ? CsvBytes : Array.Empty<byte>()))]);
        Assert.Equal("Anna|1\nBo|2", Table.Read(Write("t.zip", Entries(10_000))).Text);
        var zip = Entries(10_001);
        // The count in the end record is no evidence.
        zip[^14] = zip[^12] = 1;
        zip[^13] = zip[^11] = 0;
        Assert.Contains("more than 10,000 files", Message("t.zip", zip));
    }

    [Fact]
    public void Of_several_entries_the_first_data_file_is_read_and_the_others_are_named()
    {
        var zip = Zip(
            ("folder/", []),
            ("__MACOSX/._customers.csv", [0, 5, 22, 7]),
            (".DS_Store", [0, 0, 0, 1]),
            ("README.txt", "Read me"u8.ToArray()),
            ("logo.png", [0x89, (byte)'P', (byte)'N', (byte)'G']),
            ("folder/customers.csv", CsvBytes),
            ("orders.csv", "id\n1\n"u8.ToArray()));
        var table = Table.Read(Write("t.zip", zip));
        Assert.Equal("Anna|1\nBo|2", table.Text);
        Assert.Equal("folder/customers.csv", table.Facts.Part);
        Assert.Equal(["orders.csv"], table.Facts.OtherParts);
    }

    [Fact]
    public void F19_an_archive_without_data_is_refused()
    {
        Assert.Contains("holds no data file", Message("t.zip", Zip((".hidden", CsvBytes))));
        Assert.Contains("this is a PDF document", Message("p.zip", Zip(("a.csv", "%PDF-1.7"u8.ToArray()))));
    }

    public static TheoryData<string, byte[], string> Impostors => new()
    {
        { "pdf", "%PDF-1.7\n%âãÏÓ"u8.ToArray(), "this is a PDF document" },
        { "png", [0x89, .. "PNG\r\n\x1A\n"u8, 0, 0, 0, 13], "this is a PNG image" },
        { "jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], "this is a JPEG image" },
        { "elf", [0x7F, .. "ELF"u8, 2, 1, 1, 0], "this is a program (ELF)" },
        { "exe", [.. "MZ"u8, 0x90, 0, 3, .. new byte[100]], "this is a Windows program" },
        { "xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "save as .xlsx" },
        { "html", "<!DOCTYPE html><html><body>Log in</body></html>"u8.ToArray(), "this is a web page" },
        { "html with a mark", "\uFEFF \n<HTML>"u8.ToArray(), "this is a web page" },
        { "xml", "<?xml version=\"1.0\"?><Workbook/>"u8.ToArray(), "this is an XML document" },
        { "rar", "Rar!\x1A\x07"u8.ToArray(), "this is a RAR archive" },
        { "7z", [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "this is a 7-Zip archive" },
        { "sqlite", "SQLite format 3\0"u8.ToArray(), "this is an SQLite database" },
        { "tar", [.. new byte[257].Select(_ => (byte)'a'), .. "ustar"u8, 0], "this is a tar archive" },
        { "docx", Zip(("[Content_Types].xml", []), ("word/document.xml", [])), "Word or PowerPoint" },
        { "xlsb", Zip(("[Content_Types].xml", []), ("xl/workbook.bin", [])), "a binary workbook" },
        { "ods", Zip(("META-INF/manifest.xml", []), ("content.xml", [])), "an OpenDocument file" },
        { "empty", [], "the file is empty" },
        { "blank", "\r\n\n  \n"u8.ToArray(), "the file is empty" },
        { "mark only", [0xEF, 0xBB, 0xBF], "the file is empty" },
        { "empty gz", Gzip([]), "the file is empty" },
        { "NULs", new byte[100], "holds a NUL character (byte offset 0)" },
    };

    [Theory]
    [MemberData(nameof(Impostors))]
    public void F19_a_file_that_is_not_what_it_says_is_refused(string what, byte[] bytes, string message)
    {
        Assert.NotEmpty(what);
        Assert.Contains(message, Message("customers.csv", bytes));
    }

    [Fact]
    public void F19_what_is_no_file_is_refused()
    {
        Assert.Contains("there is no such file", Refused(() => TableFile.Open(Path.Combine(Folder, "none.csv"))).Message);
        Assert.Contains("there is no such file", Refused(() => TableFile.Open(Path.Combine(Folder, "no", "folder.csv"))).Message);
        Assert.Contains("this is a folder", Refused(() => TableFile.Open(Folder)).Message);
    }

    [Fact]
    public void F19_a_file_without_permission_is_refused()
    {
        if (Environment.IsPrivilegedProcess)
            Assert.Skip("root reads everything");
        var path = Write("t.csv", Csv);
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no modes");
        else
            File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Contains("may not read it", Refused(() => TableFile.Open(path)).Message);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("gz")]
    [InlineData("zip")]
    public void BytesRead_goes_from_the_beginning_to_the_size_on_disk(string packing)
    {
        var text = "id,name\n" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i},{i * 7919L % 100003}\n"));
        using var reader = TableFile.Open(Write("t", Pack(packing, Encoding.UTF8.GetBytes(text))));
        var batch = new RowBatch(2);
        var before = reader.BytesRead;
        Assert.InRange(before, 0, reader.Facts.Bytes / 3);
        while (reader.Read(batch, 10_000))
        {
            Assert.InRange(reader.BytesRead, before, reader.Facts.Bytes);
            before = reader.BytesRead;
            batch.Clear();
        }
        Assert.InRange(before, reader.Facts.Bytes * 9 / 10, reader.Facts.Bytes);
    }
}
