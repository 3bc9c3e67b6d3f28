using System.Text;
using CsCheck;
using Meridian.Ingest.Reading;
using Meridian.Normalise;
using Meridian.Numbers;

namespace Meridian.Tests.Numbers;

/// <summary>The short ways for lists of one column say what the long ones say.</summary>
public sealed class PlainListTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meridian-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Lines are plain up to anywhere, in the first block of bytes or in a later one.</summary>
    [Fact]
    public void Lines_of_bytes_are_the_rows_that_the_CSV_reader_gives() =>
        Gen.Select(Gen.Bool, OneOf("\n", "\r\n"), OneOf(0, 3, 6_000), OneOf("+4915112345678", "n/a", "", " ", "\u00A0", "\"a\n1\"", "12\" x", "é", "\r", "1\r2", "a,b", "\uFFFF").Array[0, 12]).Sample(
            (marked, end, before, odd) =>
            {
                var text = "phone" + end + string.Concat(Enumerable.Range(0, before).Select(i => $"+49151{i:00000000}{end}")) + string.Join(end, odd);
                byte[] bytes = [.. marked ? Encoding.UTF8.GetPreamble() : [], .. Encoding.UTF8.GetBytes(text)];
                // No character of UTF-8.
                foreach (var i in Enumerable.Range(0, bytes.Length).Where(i => bytes.AsSpan(i).StartsWith("\uFFFF"u8)))
                    bytes[i] = 0xFF;
                Compare(bytes);
            },
            iter: 300);

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_000)]
    public void A_line_longer_than_a_block_is_a_row(int length) => Compare(Encoding.UTF8.GetBytes($"phone\n+4915112345678\n{new string('1', length)}\n+4915112345679"));

    [Fact]
    public void A_plain_cell_is_the_number_that_the_long_way_finds() =>
        Gen.Select(OneOf("", "+", "00", "+52", "+521", "+55", "+44", "0049", "(00"), Gen.String[Gen.Char["0123456789 -()+/"], 0, 16]).Sample(
            (begin, rest) =>
            {
                var cell = begin + rest;
                if (!PlainPhone.TryFind<char>(cell, out var found))
                    return;
                Assert.False(PhoneCell.HoldsSeveral(cell));
                Assert.True(PhoneText.TryFind(Meridian.Normalise.CellText.CleanKnown(cell), null, "DE", "US", out var expected, out _));
                Assert.Equal(expected, found);
                Assert.True(PlainPhone.TryFind<byte>(Encoding.UTF8.GetBytes(cell), out var same));
                Assert.Equal(expected, same);
            },
            iter: 100_000);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private void Compare(byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, Guid.CreateVersion7() + ".csv");
        File.WriteAllBytes(path, bytes);
        using var reader = TableFile.Open(path);
        var batch = new RowBatch(1);
        while (reader.Read(batch, 1_000))
        {
            // All rows go into one batch.
        }

        var expected = Enumerable.Range(0, batch.Count).Select(r => (batch.RowNumber(r), batch.Cell(r, 0).ToString()))
            .Concat(batch.Broken.Select(b => (b.Row, b.Cells.Count > 0 ? b.Cells[0] : ""))).OrderBy(r => r.Item1);
        using var file = NumberFile.Open(path, null, "1");
        var found = NumberStream.Read([file], null, default).SelectMany(s => Enumerable.Range(0, s.Count).Select(r => (s.RowNumber(r), s.Cell(r, 0).ToString())));
        Assert.Equal(expected, found);
    }
}
