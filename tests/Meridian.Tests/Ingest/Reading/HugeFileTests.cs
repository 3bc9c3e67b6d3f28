using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Meridian.Ingest.Reading;

namespace Meridian.Tests.Ingest.Reading;

/// <summary>Files that claim gigabytes: they stop early or stay flat. Allocation on the reading thread bounds the rise of memory from above.</summary>
public class HugeFileTests : InTempFolder
{
    private const long MostBytes = 64L << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static void WithinLimits(Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        read();
        // What others take of the processors is not the reading's: only what is slow three times is slow.
        for (var tries = 1; clock.Elapsed > Longest && tries < 3; tries++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            clock.Restart();
            read();
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Longest);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
    }

    /// <summary>2 GB on the disk's books: the beginning is really written, and nobody may get as far as the hole behind it.</summary>
    private string TwoGigabytes(string start)
    {
        var path = Write("huge.csv", start + new string('x', 16 << 20));
        using var file = File.OpenWrite(path);
        file.SetLength(2L << 30);
        return path;
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("id,name\n", 2)]
    [InlineData("id,name\n1,Anna\n2,\"", 3)]
    [InlineData("{\"a\":1}\n{\"a\":\"", 2)]
    [InlineData("[\n{\"a\":\"", 2)]
    [InlineData("{\"a\":\"", 0)]
    public void F18_a_line_of_2_GB_stops_the_reading_at_once(string start, int line)
    {
        var path = TwoGigabytes(start);
        WithinLimits(() =>
        {
            var message = Refused(() => Table.Read(path)).Message;
            if (line > 0)
                Assert.Contains($"line {line}", message);
        });
    }

    [Fact]
    public void F18_rows_before_a_line_that_is_too_long_are_kept()
    {
        using var reader = TableFile.Open(TwoGigabytes("id,name\n1,Anna\n2,\""));
        var batch = new RowBatch(2);
        Refused(() => reader.Read(batch, 100));
        Assert.Equal("Anna", batch.Cell(0, 1).ToString());
    }

    [Fact]
    public void F18_a_quoted_cell_that_swallows_megabytes_of_lines_stops_the_reading()
    {
        var path = Write("t.csv", "id,name\n1,\"" + string.Concat(Enumerable.Repeat("a line of prose without a delimiter\n", 500_000)));
        WithinLimits(() => Assert.Contains("line 2 is longer than 1 MiB", Refused(() => Table.Read(path)).Message));
    }

    [Fact]
    public void F18_a_stray_quote_before_megabytes_of_rows_costs_one_row()
    {
        var path = Write("t.csv", "id,name\n1,\"Anna\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i},name {i}\n")));
        var table = Table.Read(path);
        Assert.Equal(200_000, table.Rows.Count);
        Assert.Equal(2, Assert.Single(table.Broken).Line);
    }

    [Fact]
    public void F18_fifty_million_empty_lines_are_passed_over()
    {
        var lines = new byte[1_000_000];
        Array.Fill(lines, (byte)'\n');
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write("id,name\n"u8);
            for (var i = 0; i < 50; i++)
                gzip.Write(lines);
            gzip.Write("1,Anna\n"u8);
        }
        var path = Write("t.gz", memory.ToArray());
        WithinLimits(() =>
        {
            var row = Assert.Single(Table.Read(path).Rows);
            Assert.Equal((50_000_002, 50_000_002), (row.Number, row.Line));
        });
    }

    [Fact]
    public void F19_two_megabytes_that_expand_to_gigabytes_are_refused()
    {
        // Deflate's best is about 1,000 : 1. 2,048 members of 1 MiB each make 2 GiB of blank lines.
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.SmallestSize))
            gzip.Write(Enumerable.Repeat((byte)'\n', 1 << 20).ToArray());
        var member = memory.ToArray();
        var path = Path.Combine(Folder, "bomb.gz");
        using (var file = File.Create(path))
        {
            file.Write(Gzip("id,name\n"u8));
            for (var i = 0; i < 2048; i++)
                file.Write(member);
        }
        Assert.Contains("expands to more than 200 times its size", Refused(() => Table.Read(path)).Message);
    }

    [Fact]
    public void Reading_rows_allocates_next_to_nothing()
    {
        var path = Write("t.csv", "id,name,phone\n" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i},\"name, \"\"{i}\"\"\",+49{i}\n")));
        using var reader = TableFile.Open(path);
        var batch = new RowBatch(3);
        reader.Read(batch, 4096);
        WithinLimits(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var rows = batch.Count;
            for (batch.Clear(); reader.Read(batch, 4096); batch.Clear())
                rows += batch.Count;
            Assert.Equal(300_000, rows);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        });
    }
}
